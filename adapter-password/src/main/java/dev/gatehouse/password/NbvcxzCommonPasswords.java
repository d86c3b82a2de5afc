package dev.gatehouse.password;

import dev.gatehouse.port.CommonPasswords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import me.gosimple.nbvcxz.resources.Dictionary;

/**
 * The 100,000 passwords that leaked most often, out of the archive of nbvcxz.
 *
 * <p>A word that ends in digits or signs is listed without them too: the policy cuts them off what it looks up, so {@code abc123} would otherwise catch no {@code abc123456789}.
 */
final class NbvcxzCommonPasswords implements CommonPasswords {
  private static final String RESOURCE = "/dictionaries/passwords.txt";
  /** Of 100,002. Far fewer is another file of that name, and a rule that looks on but sees nothing. */
  private static final int LEAST_WORDS = 90_000;

  private final SortedWords words;

  /** Reads the list: some tenths of a second, for 1.2 MB kept. */
  NbvcxzCommonPasswords() {
    this.words = new SortedWords(read());
    if (words.size() < LEAST_WORDS) {
      throw new IllegalStateException(RESOURCE + " holds " + words.size() + " words: at least "
          + LEAST_WORDS + " are expected of nbvcxz");
    }
  }

  @Override
  public boolean contains(String word) {
    return words.contains(word);
  }

  private static Set<String> read() {
    Set<String> words = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
      lines.lines().map(line -> line.toLowerCase(Locale.ROOT)).forEach(word -> {
        words.add(word);
        words.add(stem(word));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " of nbvcxz can't be read", e);
    }
    words.remove("");
    return words;
  }

  private static InputStream open() {
    return Optional.ofNullable(Dictionary.class.getResourceAsStream(RESOURCE))
        .orElseThrow(
            () -> new IllegalStateException(RESOURCE + " of nbvcxz is not on the class path"));
  }

  private static String stem(String word) {
    int end = word.length();
    while (end > 0 && !Character.isLetter(word.charAt(end - 1))) {
      end--;
    }
    return word.substring(0, end);
  }
}
