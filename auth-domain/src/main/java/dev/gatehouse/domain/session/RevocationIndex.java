package dev.gatehouse.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was revoked lately, in memory: asked for every access token. An entry is kept until no token from before it can still be good. It
 * starts no thread and asks nobody: it is fed, and it knows how fresh it is.
 */
public final class RevocationIndex {
  /** How old the beginning of the last complete catch-up may be, unless said. */
  public static final Duration TRUST = Duration.ofSeconds(1);

  private final Duration memory;
  private final Duration trust;
  private final Map<Object, Instant> forgetAt = new ConcurrentHashMap<>();
  private volatile Instant caughtUpTo = Instant.MIN;

  /** @param memory how long an entry is kept: the longest {@link dev.gatehouse.domain.token.TokenPolicy#revocationMemory()} in force */
  public RevocationIndex(Duration memory) {
    this(memory, TRUST);
  }

  /** @param trust how old the beginning of the last complete catch-up may be */
  public RevocationIndex(Duration memory, Duration trust) {
    this.memory = memory;
    this.trust = trust;
  }

  /** Something was revoked at that moment. Adding it again changes nothing. */
  public void add(Revoked what, Instant at) {
    forgetAt.merge(what, at.plus(memory), (one, other) -> one.isAfter(other) ? one : other);
  }

  public boolean contains(Revoked what) {
    return forgetAt.containsKey(what);
  }

  /** Everything committed before {@code began} is now in the index. The last word counts: after the clock was set back, too. */
  public void caughtUp(Instant began) {
    caughtUpTo = began;
  }

  /** Whether "not in the index" means "not revoked" at that moment. */
  public boolean trusted(Instant now) {
    // a clock set back makes the last catch-up look like the future; that is no freshness
    Instant began = caughtUpTo;
    return !now.isAfter(began.plus(trust)) && !began.isAfter(now.plus(trust));
  }

  /** Forgets what no token can need any more. */
  public void prune(Instant now) {
    forgetAt.values().removeIf(end -> !end.isAfter(now));
  }

  public int size() {
    return forgetAt.size();
  }
}
