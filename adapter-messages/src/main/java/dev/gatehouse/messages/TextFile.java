package dev.gatehouse.messages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The file of a language: {@code key=message} in UTF-8, with comments behind a number sign. */
final class TextFile {
  static final String ENDING = ".properties";

  private TextFile() {}

  /** @throws java.nio.charset.CharacterCodingException when it is not UTF-8: a decoder of one's own refuses what the usual one repairs */
  static Map<String, String> read(InputStream file) throws IOException {
    Properties lines = new Properties();
    lines.load(new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()));
    Map<String, String> texts = new TreeMap<>();
    lines.stringPropertyNames().forEach(key -> texts.put(key, lines.getProperty(key)));
    return texts;
  }
}
