package dev.gatehouse.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file {@code ready} in the data folder: there while the server answers, and as a whole. */
final class ReadyFile implements AutoCloseable {
  private final Path file;

  private ReadyFile(Path file) {
    this.file = file;
  }

  static String line(URI base) {
    return "ready " + base;
  }

  static ReadyFile write(Path dataDir, URI base) {
    try {
      Files.createDirectories(dataDir);
      Path file = dataDir.resolve("ready");
      Path part = dataDir.resolve("ready.part");
      Files.writeString(part, line(base) + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return new ReadyFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a server that was killed. */
  static void forget(Path dataDir) {
    try {
      Files.deleteIfExists(dataDir.resolve("ready"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
