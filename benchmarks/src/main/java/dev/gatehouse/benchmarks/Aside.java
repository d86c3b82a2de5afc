package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A server of the benchmarks' own, in a JVM of its own as Gatehouse is; it prints {@code ready <url>}. */
final class Aside {
  private Aside() {}

  static <R> R run(Class<?> main, List<String> arguments, Function<URI, R> measure)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    words.addAll(arguments);
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String ready = String.valueOf(process.inputReader().readLine());
      return measure.apply(URI.create(Tool.find("^ready (\\S+)", ready).group(1)));
    } finally {
      process.destroy();
    }
  }
}
