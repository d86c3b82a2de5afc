package dev.gatehouse.benchmarks;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What was measured of one thing.
 *
 * @param perSecond how many were done in a second
 * @param p50 the median latency in milliseconds
 * @param p99 the latency in milliseconds that one in a hundred exceeds
 */
record Figure(double perSecond, double p50, double p99) {
  /** @param sorted how long each took, in nanoseconds */
  static Figure of(long[] sorted, Duration time) {
    return new Figure(
        sorted.length / (time.toMillis() / 1e3),
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }

  /** The middle one of an odd number of rounds. */
  static Figure median(List<Figure> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Figure::perSecond))
        .toList()
        .get(rounds.size() / 2);
  }

  /** How much of the other's throughput this is. */
  double of(Figure other) {
    return perSecond / other.perSecond();
  }

  String cells() {
    return String.format(Locale.ROOT, "%,.0f | %.2f | %.2f", perSecond, p50, p99);
  }
}
