package dev.gatehouse.app.deploy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is measured: of each metric, its labels with the values that were seen. */
record Measured(Map<String, Map<String, Set<String>>> metrics) {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** Reads Prometheus text. */
  static Measured of(String... texts) {
    Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
    for (String text : texts) {
      text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
        Map<String, Set<String>> labels =
            metrics.computeIfAbsent(sample.group(1), name -> new HashMap<>());
        if (sample.group(2) != null) {
          LABEL
              .matcher(sample.group(2))
              .results()
              .forEach(label -> labels
                  .computeIfAbsent(label.group(1), name -> new TreeSet<>())
                  .add(label.group(2)));
        }
      });
    }
    return new Measured(metrics);
  }

  Set<String> values(String metric, String label) {
    return metrics.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
  }
}
