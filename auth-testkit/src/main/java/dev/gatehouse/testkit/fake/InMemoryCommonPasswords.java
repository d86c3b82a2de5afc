package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.CommonPasswords;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The common passwords that a test names. */
public final class InMemoryCommonPasswords implements CommonPasswords {
  private final Set<String> words;

  public InMemoryCommonPasswords(Set<String> words) {
    this.words = words.stream()
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  public static InMemoryCommonPasswords of(String... words) {
    return new InMemoryCommonPasswords(Set.of(words));
  }

  @Override
  public boolean contains(String word) {
    return words.contains(word);
  }
}
