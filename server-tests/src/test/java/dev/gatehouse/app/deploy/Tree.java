package dev.gatehouse.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of the tree, which are named from its root. */
final class Tree {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final ObjectMapper JSON = new ObjectMapper();

  private Tree() {}

  static Path file(String name) {
    return ROOT.resolve(name).normalize();
  }

  static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String name) {
    return text(name).lines().toList();
  }

  static JsonNode json(String name) {
    try {
      return JSON.readTree(text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With anchors, aliases and merged keys resolved; a key that comes twice is a mistake. */
  static JsonNode yaml(String name) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    // a word of compose's own, which changes how files are laid over one another
    String plain = text(name).replace("!override", "");
    Object document = new Yaml(new SafeConstructor(strict)).load(plain);
    return JSON.valueToTree(document);
  }
}
