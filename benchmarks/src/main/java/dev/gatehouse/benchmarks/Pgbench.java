package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The statement of a refresh by PostgreSQL's own tool for load: what the database can do. */
final class Pgbench {
  private Pgbench() {}

  static Figure rotate(Site site, Path folder, int clients, Duration time) {
    site.renew();
    Path script = Scripts.file(folder, "rotate.sql");
    clear(folder);
    String said = Tool.run(
        folder,
        Map.of("PGPASSWORD", "postgres"),
        List.of(
            program(),
            "--no-vacuum",
            "--protocol=prepared",
            "--log",
            "--log-prefix=rotate_log",
            "--client=" + clients,
            "--jobs=" + Math.min(clients, 2),
            "--time=" + time.toSeconds(),
            "--define=n=0",
            "--define=per=" + Site.ACTIVE / clients,
            "--file=" + script,
            "--host=localhost",
            "--port=" + site.port(),
            "--username=postgres",
            site.name()));
    double[] sorted = latencies(folder);
    clear(folder);
    return new Figure(
        Double.parseDouble(Tool.find("^tps = ([\\d.]+)", said).group(1)),
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100]);
  }

  /** Debian keeps it out of the path. */
  private static String program() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin/pgbench"))
          .filter(Files::isExecutable)
          .findFirst()
          .map(Path::toString)
          .orElse("pgbench");
    } catch (IOException notDebian) {
      return "pgbench";
    }
  }

  private static double[] latencies(Path folder) {
    try (Stream<Path> logs = logs(folder)) {
      return logs.flatMap(Pgbench::lines)
          .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[2]) / 1e3)
          .sorted()
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clear(Path folder) {
    try (Stream<Path> logs = logs(folder)) {
      logs.forEach(log -> log.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("MustBeClosed") // by who asks
  private static Stream<Path> logs(Path folder) throws IOException {
    return Files.list(folder)
        .filter(file -> file.getFileName().toString().startsWith("rotate_log"));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
