package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of the machine's that is run to its end. */
final class Tool {
  private Tool() {}

  /** What it said, on either channel. */
  static String run(Path folder, Map<String, String> environment, List<String> words) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(words + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(words + " was interrupted", e);
    }
  }

  /** The parts of the first match. */
  static Matcher find(String pattern, String text) {
    Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("'" + pattern + "' is not in: " + text);
    }
    return found;
  }
}
