package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documents say what the tables say. Run with {@code -Ddocs.write=true} to write them anew. */
class HandbookTest {
  @Test
  void routes_md_is_the_table_of_routes() throws IOException {
    try (Node node = Node.embedded()) {
      pinned("routes.md", Handbook.routes(new Routes(node.surroundings()).all()));
    }
  }

  @Test
  void problems_md_is_the_table_of_problems() throws IOException {
    pinned("problems.md", Handbook.problems());
  }

  private static void pinned(String name, String text) throws IOException {
    Path file = Path.of("..", "docs", name);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, text);
    }
    assertThat(file).content().isEqualTo(text);
  }
}
