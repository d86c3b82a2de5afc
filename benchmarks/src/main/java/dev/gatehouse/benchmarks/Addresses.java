package dev.gatehouse.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** Addresses to ask about, each handed out once: those that have an account, and as long ones that have none. */
final class Addresses {
  /** What {@link Site#mailbox} has digits for. */
  private static final int MOST = 1_000_000;

  private final int accounts;
  private int owned;
  private int strange;

  /** @param accounts how many of the site's have an address, the first ones */
  Addresses(int accounts) {
    this.accounts = accounts;
    this.strange = accounts;
  }

  /** The next ones, with an account or without. */
  List<String> next(int count, boolean account) {
    int first = account ? owned : strange;
    int end = first + count;
    if (end > (account ? accounts : MOST)) {
      throw new IllegalStateException("there are no " + count + " addresses left");
    }
    if (account) {
      owned = end;
    } else {
      strange = end;
    }
    return IntStream.range(first, end).mapToObj(Site::mailbox).toList();
  }
}
