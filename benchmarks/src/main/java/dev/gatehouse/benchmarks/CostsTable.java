package dev.gatehouse.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link Costs}, and puts the result into the documentation. {@code CostsTable <home> [options of JMH]}. */
public final class CostsTable {
  private CostsTable() {}

  public static void main(String[] args) throws Exception {
    String[] options = Arrays.copyOfRange(args, 1, args.length);
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .parent(new CommandLineOptions(options))
            .include(Costs.class.getSimpleName() + "\\.")
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
            .build())
        .run();
    double one = results.stream()
        .filter(result -> name(result).equals("verifyRemembered"))
        .mapToDouble(result -> result.getPrimaryResult().getScore())
        .findFirst()
        .orElse(Double.NaN);
    try (Report report = new Report(Path.of(args[0]).resolve("docs/performance.md"), "costs")) {
      report.line(
          "JDK %d, one thread; `verifyRemembered` is 1.", Runtime.version().feature());
      report.line("");
      report.line("| what | µs | of a remembered verification | bytes allocated |");
      report.line("|---|---|---|---|");
      for (RunResult result : results) {
        double score = result.getPrimaryResult().getScore();
        report.line(
            "| `%s` | %.2f ± %.2f | %,.1f | %,.0f |",
            name(result),
            score,
            result.getPrimaryResult().getScoreError(),
            score / one,
            allocated(result));
      }
    }
  }

  private static double allocated(RunResult result) {
    return Optional.ofNullable(result.getSecondaryResults().get("gc.alloc.rate.norm"))
        .map(Result::getScore)
        .orElse(Double.NaN);
  }

  private static String name(RunResult result) {
    String label = result.getParams().getBenchmark();
    return label.substring(label.lastIndexOf('.') + 1);
  }
}
