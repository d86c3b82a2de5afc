package dev.gatehouse.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was answered to known addresses and to unknown ones, and whether it tells which is which. */
record Answers(List<Asked> all) {
  /** Between these nobody can tell them apart. */
  private static final double LEAST = 0.47;

  private static final double MOST = 0.53;

  /** @param known whether it was a known address */
  record Asked(boolean known, long nanos, int status) {}

  Answers {
    all = List.copyOf(all);
  }

  /**
   * What gives the known ones away, a line for each; of no line nothing does.
   *
   * @param what was asked
   * @param timed whether the time is to tell nothing either
   */
  List<String> faults(String what, boolean timed) {
    List<String> faults = new ArrayList<>();
    if (!statuses(true).equals(statuses(false)) || statuses(true).size() > 1) {
      faults.add(String.format(
          Locale.ROOT,
          "%s: known addresses were answered %s, unknown ones %s; one status for all is asked for",
          what,
          statuses(true),
          statuses(false)));
    }
    double auc = auc();
    // what is not a number is not between them either
    if (timed && !(auc >= LEAST && auc <= MOST)) {
      faults.add(String.format(
          Locale.ROOT,
          "%s: known addresses are told by the time, AUC %.4f; %.2f to %.2f is asked for",
          what,
          auc,
          LEAST,
          MOST));
    }
    return faults;
  }

  Set<Integer> statuses(boolean known) {
    return all.stream()
        .filter(asked -> asked.known() == known)
        .map(Asked::status)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Statuses, and milliseconds at the middle and at the slow end. */
  String cell(boolean known) {
    long[] sorted = times(known);
    return String.format(
        Locale.ROOT,
        "%s, %.1f, %.1f",
        statuses(known),
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }

  private long[] times(boolean known) {
    return all.stream()
        .filter(asked -> asked.known() == known)
        .mapToLong(Asked::nanos)
        .sorted()
        .toArray();
  }

  /** U of Mann and Whitney over all pairs; of a tie a half. */
  double auc() {
    long[] known = times(true);
    long[] unknown = times(false);
    double u = Arrays.stream(known)
        .mapToDouble(time -> (below(unknown, time) + below(unknown, time + 1)) / 2.0)
        .sum();
    return u / known.length / unknown.length;
  }

  /** How many are smaller. */
  private static int below(long[] sorted, long limit) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < limit) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
