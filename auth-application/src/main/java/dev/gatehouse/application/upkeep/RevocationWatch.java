package dev.gatehouse.application.upkeep;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.RevocationIndex;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Revocations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps this node's {@link RevocationIndex} filled: at once by what the node itself commits, and by a catch-up read that misses no late
 * commit of any other. When the index is not fresh enough to be trusted, the store is asked for the one session.
 */
public final class RevocationWatch implements Consumer<Event> {
  /** How often to catch up, whether or not anything was announced. */
  public static final Duration PERIOD = Duration.ofMillis(400);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Revocations revocations;
  private final RevocationIndex index;
  private final Availability availability;
  private final Clock clock;
  private final Consumer<String> keyWithdrawn;
  private final Consumer<Duration> lag;
  private final News news = new News();
  private long cursor = Revocations.BEGINNING;
  private Instant last = Instant.MIN;

  /**
   * @param keyWithdrawn hears the kid of each key that was withdrawn, again where a reading failed
   * @param lag hears how long ago it was when each thing that another node had revoked became known here
   */
  public RevocationWatch(
      Revocations revocations,
      RevocationIndex index,
      Availability availability,
      Clock clock,
      Consumer<String> keyWithdrawn,
      Consumer<Duration> lag) {
    this.revocations = revocations;
    this.index = index;
    this.availability = availability;
    this.clock = clock;
    this.keyWithdrawn = keyWithdrawn;
    this.lag = lag;
  }

  /** Hears what this node has committed. */
  @Override
  public void accept(Event event) {
    if (event.type() == EventType.SESSION_ENDED) {
      event.session().ifPresent(id -> add(new Revoked.OfSession(id), event.at()));
    } else if (event.type() == EventType.KEY_WITHDRAWN) {
      withdrawnHere(event);
    }
  }

  /** As when it is {@linkplain #take read}: first its successor is known, then it is refused. */
  private void withdrawnHere(Event event) {
    try {
      keyWithdrawn.accept(event.reason());
    } catch (Outage later) {
      // withdrawn it is, and the next catch-up reads the rings
    } finally {
      add(new Revoked.OfKey(event.reason()), event.at());
    }
  }

  /** Returns whether that is news here. */
  private boolean add(Revoked what, Instant at) {
    boolean known = index.contains(what);
    index.add(what, at);
    if (!known) {
      news.tell();
    }
    return !known;
  }

  /** What this node hears of, be it committed here or read. */
  public News news() {
    return news;
  }

  /**
   * Reads what was announced since the last time.
   *
   * @throws Outage when the store does not answer; the next read then begins anew, because what comes back may be a store that has forgotten
   */
  public synchronized void catchUp() {
    Instant began = clock.instant();
    if (began.isBefore(last)) {
      // the clock was set back: what was forgotten while it was ahead may be needed again
      cursor = Revocations.BEGINNING;
    }
    last = began;
    try {
      Revocations.Batch batch = availability.watching(() -> revocations.since(cursor));
      take(batch);
      cursor = batch.next();
    } catch (Outage e) {
      cursor = Revocations.BEGINNING;
      throw e;
    }
    index.caughtUp(began);
    index.prune(began);
    availability.up();
  }

  /** Who is refused for a withdrawn key finds its successor known here. */
  private void take(Revocations.Batch batch) {
    try {
      batch.entries().stream()
          .flatMap(
              e -> e.what() instanceof Revoked.OfKey key ? Stream.of(key.kid()) : Stream.empty())
          .forEach(keyWithdrawn);
    } finally {
      batch.entries().forEach(this::read);
    }
  }

  private void read(Revocations.Entry entry) {
    // read from the beginning it says little: meanwhile the index was not trusted
    if (add(entry.what(), entry.at()) && cursor != Revocations.BEGINNING) {
      Duration since = Duration.between(entry.at(), clock.instant());
      lag.accept(since.isNegative() ? Duration.ZERO : since);
    }
  }

  /** Waits for an announcement of the store's, and catches up. */
  public void listen() throws InterruptedException {
    revocations.await(LONGEST_WAIT);
    catchUp();
  }

  /** Waits for an announcement that goes another way than through the store, and catches up. */
  public void listen(Announcements others) throws InterruptedException {
    others.await(LONGEST_WAIT);
    catchUp();
  }

  /**
   * Whether a session is revoked. No round trip while the index is fresh.
   *
   * @throws Outage when the index is stale and the store does not answer
   */
  public boolean revoked(SessionId session, Instant now) {
    // asked first: a catch-up that completes meanwhile must not make an old look fresh
    boolean fresh = fresh(now);
    return index.contains(new Revoked.OfSession(session))
        || (!fresh && !availability.watching(() -> revocations.live(session, now)));
  }

  /** Whether a key is withdrawn, as far as this node knows; while the index is not fresh, the store knows better. */
  public boolean withdrawn(String kid) {
    return index.contains(new Revoked.OfKey(kid));
  }

  /** Whether the index is fresh. */
  public boolean fresh() {
    return fresh(clock.instant());
  }

  /** Whether the index is fresh enough to be trusted at that moment. */
  public boolean fresh(Instant now) {
    return index.trusted(now);
  }
}
