package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A table of a document: printed line by line, and put between its marks there in the end. */
final class Report implements AutoCloseable {
  private final Path document;
  private final String name;
  private final StringBuilder text = new StringBuilder();

  Report(Path document, String name) {
    this.document = document;
    this.name = name;
  }

  void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    System.out.println(line);
    text.append(line).append('\n');
  }

  @Override
  public void close() {
    String begin = "<!-- measured: " + name + " -->\n";
    String end = "<!-- end -->\n";
    try {
      String before = Files.readString(document);
      int from = before.indexOf(begin) + begin.length();
      int to = before.indexOf(end, from);
      if (from < begin.length() || to < 0) {
        throw new IllegalStateException(document + " has no place for '" + name + "'");
      }
      Files.writeString(document, before.substring(0, from) + text + before.substring(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
