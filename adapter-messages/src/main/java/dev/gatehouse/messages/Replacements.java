package dev.gatehouse.messages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Texts of an embedder's own, judged before any is used: a message that fails would keep a mail from going out. */
final class Replacements {
  private Replacements() {}

  /** By language and key. */
  static Map<String, Map<String, String>> read(Path folder) {
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      found.put(name.substring(0, name.length() - TextFile.ENDING.length()), texts(file));
    }
    Map<String, String> english = Catalogue.bundled("en").orElseThrow();
    List<String> wrong = new ArrayList<>();
    found.forEach((tag, texts) -> {
      if (!Locale.forLanguageTag(tag).toLanguageTag().equals(tag)) {
        wrong.add(tag + TextFile.ENDING + " is not named by a language, such as pt-BR");
      }
      wrong.addAll(Judgement.of(tag, texts, english));
    });
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
    return found;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(TextFile.ENDING))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return TextFile.read(in);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file.getFileName() + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file.getFileName() + " is no file of texts: " + e.getMessage(), e);
    }
  }
}
