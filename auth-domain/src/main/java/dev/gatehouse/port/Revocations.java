package dev.gatehouse.port;

import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was revoked, told to every node. */
public interface Revocations {
  /** Something revoked, and when. */
  record Entry(Revoked what, Instant at) {}

  /**
   * What a catch-up read found.
   *
   * @param next where the next read begins
   */
  record Batch(List<Entry> entries, long next) {
    public Batch {
      entries = List.copyOf(entries);
    }
  }

  /** Where a first read begins. */
  long BEGINNING = 0;

  /**
   * Everything announced since the read that gave this cursor, late commits included; entries may come again. A cursor that the store is
   * behind (it lost acknowledged commits) reads from the beginning.
   */
  Batch since(long cursor);

  /**
   * As {@link #since}, where that is not much: none where the cursor is not of this store, is {@link #BEGINNING}, or was given long ago, so that
   * everything would be read, or nearly. Whoever keeps a bound on such reads then asks {@link #since}.
   */
  Optional<Batch> soonAfter(long cursor);

  /** Waits until something may have been announced, or that long. Returns at once, as often as it likes; says nothing about what. */
  void await(Duration longest) throws InterruptedException;

  /** Whether the session is good right now, asked of the store itself: neither ended nor run out, its account active. */
  boolean live(SessionId session, Instant now);
}
