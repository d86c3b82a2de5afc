package dev.gatehouse.messages;

import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The languages there are. Each is a file, read when somebody first wants it. */
final class Catalogue {
  private static final String ENGLISH = "en";

  /** Those that come with Gatehouse: a jar can not be asked what lies in it. */
  static final List<String> BUNDLED = List.of(ENGLISH, "ru", "de", "fa", "zh-CN");

  private final Map<String, Map<String, String>> replacements;
  private final Map<String, Translation> read = new ConcurrentHashMap<>();
  private final Translation english;

  private Catalogue(Map<String, Map<String, String>> replacements, Translation english) {
    this.replacements = replacements;
    this.english = english;
    read.put(ENGLISH, english);
  }

  /** @param replacements lines by language and key that go before those of the files */
  static Catalogue of(Map<String, Map<String, String>> replacements) {
    Map<String, String> english = texts(ENGLISH, replacements).orElseThrow();
    return new Catalogue(replacements, new Translation(ULocale.ENGLISH, english, Optional.empty()));
  }

  /** The texts of a file that comes with Gatehouse. */
  static Optional<Map<String, String>> bundled(String tag) {
    try (InputStream file = Catalogue.class.getResourceAsStream(tag + TextFile.ENDING)) {
      return file == null ? Optional.empty() : Optional.of(TextFile.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ours first. */
  List<Locale> languages() {
    return Stream.concat(BUNDLED.stream(), replacements.keySet().stream().sorted())
        .distinct()
        .map(Locale::forLanguageTag)
        .toList();
  }

  Translation nearest(Locale wanted) {
    return Nearness.tags(wanted).stream()
        .flatMap(tag -> find(tag).stream())
        .findFirst()
        .orElse(english);
  }

  /** Only what is there is remembered: of the tags that people may send there is no end. */
  private Optional<Translation> find(String tag) {
    Optional<Translation> known = Optional.ofNullable(read.get(tag));
    if (known.isPresent()) {
      return known;
    }
    Optional<Translation> found = texts(tag, replacements)
        .map(texts -> new Translation(ULocale.forLanguageTag(tag), texts, Optional.of(english)));
    found.ifPresent(translation -> read.put(tag, translation));
    return found;
  }

  private static Optional<Map<String, String>> texts(
      String tag, Map<String, Map<String, String>> replacements) {
    Optional<Map<String, String>> bundled = bundled(tag);
    Optional<Map<String, String>> replaced = Optional.ofNullable(replacements.get(tag));
    if (bundled.isEmpty() && replaced.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> texts = new TreeMap<>(bundled.orElse(Map.of()));
    texts.putAll(replaced.orElse(Map.of()));
    return Optional.of(texts);
  }
}
