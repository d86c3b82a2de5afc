package dev.gatehouse.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The process that serves a cluster, as {@code postmaster.pid} tells of it.
 *
 * @param process alive when it was looked at
 */
record Postmaster(ProcessHandle process, int port, Path cluster) {
  private static final int LINE_OF_PORT = 3;

  /** The one that the file names, if there is a process of that number; it may be anybody's by now. */
  static Optional<Postmaster> of(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(file(cluster));
      if (lines.size() <= LINE_OF_PORT) {
        return Optional.empty();
      }
      int port = Integer.parseInt(lines.get(LINE_OF_PORT).strip());
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(ProcessHandle::isAlive)
          .map(process -> new Postmaster(process, port, cluster));
    } catch (IOException | NumberFormatException nothingToRead) {
      return Optional.empty();
    }
  }

  static Path file(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  /** Whether it is a PostgreSQL that serves this very cluster, and not a stranger who got the number. */
  boolean ours() {
    ProcessHandle.Info info = process.info();
    boolean postgres = info.command().filter(c -> c.endsWith("postgres")).isPresent();
    return postgres
        && info.arguments()
            .filter(arguments -> List.of(arguments).contains(cluster.toString()))
            .isPresent();
  }
}
