package dev.gatehouse.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Which files of texts there are: whatever lies beside the English one. */
final class Languages {
  private Languages() {}

  /** Tags, such as {@code zh-CN}. */
  static List<String> all() {
    try (Stream<Path> files =
        Files.list(Path.of(Objects.requireNonNull(IcuMessages.class.getResource("en.properties"))
                .toURI())
            .resolveSibling("."))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(TextFile.ENDING))
          .map(name -> name.substring(0, name.length() - TextFile.ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
