package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of the benchmarks' own, in a JVM of its own as Gatehouse is; it prints {@code ready <url>}. */
final class Aside implements AutoCloseable {
  private final Process process;
  private final URI url;

  Aside(Class<?> main, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    words.addAll(arguments);
    try {
      process = new ProcessBuilder(words)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      String ready = String.valueOf(process.inputReader().readLine());
      url = URI.create(Tool.find("^ready (\\S+)", ready).group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
