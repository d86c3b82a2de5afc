package dev.gatehouse.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @Test
  void the_document_lists_every_key_in_the_words_of_the_code() throws IOException {
    assertThat(
            Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `GATEHOUSE_")))
        .containsExactlyElementsOf(
            Arrays.stream(Key.values()).map(ConfigurationDocumentTest::row).toList());
  }

  private static String row(Key key) {
    return "| `" + key.variable() + "` | "
        + key.fallback().map(f -> "`" + f + "`").orElse("-") + " | " + key.accepted() + " | "
        + key.meaning() + " |";
  }
}
