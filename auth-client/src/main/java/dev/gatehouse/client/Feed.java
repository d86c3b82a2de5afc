package dev.gatehouse.client;

import dev.gatehouse.domain.session.RevocationIndex;
import dev.gatehouse.domain.session.Revoked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps an index of what was revoked by reading on in the server's feed. The cursor outlives a failed read: it is the store's, so that another node of
 * the server takes it as well.
 */
final class Feed {
  /** How long to wait between two reads. */
  static final Duration PAUSE = Duration.ofMillis(100);

  /** After as many failures in a row as many reads are left out, but never more. */
  private static final int PATIENCE = 10;

  private static final int WAITS_WITHIN_TRUST = 4;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Server server;
  private final Clock clock;
  private final RevocationIndex index;
  private final Duration wait;
  private final Consumer<String> keyWithdrawn;
  private final Set<String> untold = new LinkedHashSet<>();
  private String cursor = "";
  private Instant last = Instant.MIN;
  private int failures;
  private int left;

  /**
   * @param memory how long something revoked is remembered
   * @param trust how old the beginning of the last complete read may be
   * @param keyWithdrawn hears the kid of each key that was withdrawn; again after the next read, where it fails
   */
  Feed(Server server, Clock clock, Duration memory, Duration trust, Consumer<String> keyWithdrawn) {
    this.server = server;
    this.clock = clock;
    this.index = new RevocationIndex(memory, trust);
    Duration part = trust.dividedBy(WAITS_WITHIN_TRUST);
    this.wait = part.compareTo(LONGEST_WAIT) < 0 ? part : LONGEST_WAIT;
    this.keyWithdrawn = keyWithdrawn;
  }

  /** Reads on, unless that failed again and again: a server that comes back is not run over. */
  synchronized void follow() {
    if (left > 0) {
      left--;
      return;
    }
    try {
      read();
      failures = 0;
    } catch (RuntimeException e) {
      left = failures;
      failures = Math.min(failures + 1, PATIENCE);
      throw e;
    }
  }

  /**
   * Reads what was revoked since the last time.
   *
   * @throws dev.gatehouse.port.Outage when the server does not say
   */
  synchronized void read() {
    Instant began = clock.instant();
    if (began.isBefore(last)) {
      // the clock was set back: what was forgotten while it was ahead may be needed again
      cursor = "";
    }
    last = began;
    FeedPage page = FeedPage.read(server.revocations(cursor, wait));
    page.entries().forEach(entry -> index.add(entry.what(), entry.at()));
    cursor = page.cursor();
    index.caughtUp(began);
    index.prune(began);
    page.entries().forEach(entry -> {
      if (entry.what() instanceof Revoked.OfKey key) {
        untold.add(key.kid());
      }
    });
    tell();
  }

  /** The feed does not tell of them again: those at which this fails are left for the next time. */
  private void tell() {
    for (Iterator<String> kids = untold.iterator(); kids.hasNext(); ) {
      keyWithdrawn.accept(kids.next());
      kids.remove();
    }
  }

  boolean revoked(Revoked what) {
    return index.contains(what);
  }

  /** Whether what is not revoked here is not revoked at all. */
  boolean fresh(Instant now) {
    return index.trusted(now);
  }
}
