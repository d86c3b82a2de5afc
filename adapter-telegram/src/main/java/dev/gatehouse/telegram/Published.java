package dev.gatehouse.telegram;

import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Something that the provider publishes, and that changes seldom: fetched by one thread at a time, kept for as long as the provider says, within limits, and gone
 * on with for a while when it does not answer.
 */
final class Published<T> {
  /** However short it says: who is asked at each sign-in may be asked no more often. */
  private static final Duration LEAST = Duration.ofMinutes(1);

  /** Where it does not say. */
  private static final Duration USUAL = Duration.ofHours(1);

  /** However long it says. */
  private static final Duration MOST = Duration.ofHours(24);

  /** What is older is not gone on with: a key that was withdrawn meanwhile would count. */
  private static final Duration OLDEST = Duration.ofDays(2);

  /** How often something may be asked for because what somebody shows does not fit (L13). */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Function<Instant, Fetched<T>> source;
  private final Duration patience;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Optional<Edition<T>> current = Optional.empty();
  private volatile Instant notBefore = Instant.MIN;
  private Instant askedAgain = Instant.MIN;
  private boolean inVain;

  /** @param patience for how long to wait while another thread fetches */
  Published(Function<Instant, Fetched<T>> source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  /** @param keep for how long it is good, as its answer says */
  record Fetched<T>(T value, Optional<Duration> keep) {}

  /** What was published, since when it is known, and until when it need not be asked for anew. */
  record Edition<T>(T value, Instant since, Instant until) {
    boolean fresh(Instant now) {
      return now.isBefore(until);
    }

    boolean usable(Instant now) {
      return now.isBefore(since.plus(OLDEST));
    }
  }

  /** @throws Outage when there is none, and the provider does not answer */
  Edition<T> get(Instant now) {
    Optional<Edition<T>> known = current.filter(edition -> edition.usable(now));
    if (known.filter(edition -> edition.fresh(now)).isPresent()) {
      return known.get();
    }
    if (now.isBefore(notBefore) || !begin(known.isPresent() ? Duration.ZERO : patience)) {
      return known.orElseThrow(Published::silent);
    }
    try {
      Optional<Edition<T>> meanwhile = current.filter(edition -> edition.fresh(now));
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      if (now.isBefore(notBefore)) {
        return known.orElseThrow(Published::silent);
      }
      return fetch(now);
    } catch (Outage outage) {
      notBefore = now.plus(Wire.SOON);
      return known.orElseThrow(() -> outage);
    } finally {
      fetching.unlock();
    }
  }

  /**
   * What is published by now, where something does not fit what was: asked for at most once a minute, by whichever thread. Without a new answer it is what it was.
   *
   * @param genuine whether what does not fit came from the provider itself, so that it is what is published that is old
   * @throws Outage when the provider was asked and did not answer, since what does not fit may be right; for what is genuine also when it may not be asked again yet, be
   *     it that strangers had it asked
   */
  Edition<T> newerThan(Edition<T> seen, boolean genuine, Instant now) {
    if (!begin(patience)) {
      throw silent();
    }
    try {
      Edition<T> known = current.orElse(seen);
      if (known.since().isAfter(seen.since())) {
        return known;
      }
      if (now.isBefore(askedAgain.plus(AGAIN))) {
        if (inVain || genuine) {
          throw silent();
        }
        return known;
      }
      askedAgain = now;
      inVain = true;
      Edition<T> newer = fetch(now);
      inVain = false;
      return newer;
    } finally {
      fetching.unlock();
    }
  }

  private Edition<T> fetch(Instant now) {
    Fetched<T> fetched = source.apply(now);
    Duration keep = fetched.keep().orElse(USUAL);
    Duration within = keep.compareTo(LEAST) < 0 ? LEAST : keep.compareTo(MOST) > 0 ? MOST : keep;
    Edition<T> edition = new Edition<>(fetched.value(), now, now.plus(within));
    current = Optional.of(edition);
    return edition;
  }

  private static Outage silent() {
    return Wire.outage("it did not answer a moment ago");
  }

  private boolean begin(Duration atMost) {
    try {
      return fetching.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw silent();
    }
  }
}
