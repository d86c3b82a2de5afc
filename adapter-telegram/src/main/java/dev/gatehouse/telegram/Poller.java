package dev.gatehouse.telegram;

import dev.gatehouse.port.Leases;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.telegram.Telegram.BotListener;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fetches updates by long polls, on the one node of several that has the lease. An update is given up over there only once it is dealt with here, so that one comes
 * again that was being dealt with when a node died; what must not happen twice is held by whoever deals with it.
 */
final class Poller {
  /** A node that died is followed within this and {@link #RENEWAL}. */
  static final Duration LEASE = Duration.ofSeconds(6);

  static final Duration RENEWAL = Duration.ofSeconds(2);

  /**
   * For how long a position is gone on from. Telegram keeps updates for a day, and when none came for a week it may begin to count anew, at a lower number: an
   * old position would then give up what nobody has seen.
   */
  static final Duration MEMORY = Duration.ofDays(2);

  /** For how long a node that leads may fail to fetch before it lets another try. */
  static final Duration SICK = Duration.ofSeconds(30);

  /** And for how long it leaves the lease to another then. */
  static final Duration HELD_BACK = Duration.ofSeconds(15);

  /** For the update in hand, when this node stops. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration WAIT = Duration.ofSeconds(25);

  /** Between polls that end at once, as some of what they bring is dealt with but for its answer. */
  private static final Duration PACE = Duration.ofSeconds(1);

  private final BotApi api;
  private final Leases leases;
  private final String work;
  private final UUID node;
  private final Answering answering;
  private final Clock clock;
  private final Patience patience;
  private final BotListener listener;
  private final Backoff backoff;
  private final ReentrantLock hand = new ReentrantLock();
  private volatile Instant leadsUntil = Instant.MIN;
  private volatile Instant failsSince = Instant.MAX;
  private Instant heldBackUntil = Instant.MIN;
  private volatile boolean stopped;
  private int failures;

  Poller(
      BotApi api,
      Leases leases,
      long id,
      Answering answering,
      Clock clock,
      Randomness randomness,
      Patience patience,
      BotListener listener) {
    this.api = api;
    this.leases = leases;
    this.work = "bot:" + id;
    this.answering = answering;
    this.clock = clock;
    this.patience = patience;
    this.listener = listener;
    this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), randomness);
    ByteBuffer chance = ByteBuffer.wrap(randomness.bytes(2 * Long.BYTES));
    this.node = new UUID(chance.getLong(), chance.getLong());
  }

  /** Takes or renews the lease; lets go of it when nothing can be fetched, so that a node may try whose way out is another. */
  synchronized Optional<Leases.Held> renew() {
    Instant now = clock.instant();
    boolean led = leads();
    if (led && !now.isBefore(failsSince) && !now.isBefore(failsSince.plus(SICK))) {
      heldBackUntil = now.plus(HELD_BACK);
      leases.release(work, node, now);
    }
    Optional<Leases.Held> held = stopped || now.isBefore(heldBackUntil)
        ? Optional.empty()
        : leases.take(work, node, now.plus(LEASE), now);
    leadsUntil = held.isPresent() ? now.plus(LEASE) : Instant.MIN;
    if (led != held.isPresent()) {
      failsSince = Instant.MAX;
      listener.leads(held.isPresent());
    }
    return held;
  }

  boolean leads() {
    return !stopped && clock.instant().isBefore(leadsUntil);
  }

  /** Finishes the update in hand, for which it is waited a few seconds; then another node may go on at once. */
  void stop() {
    stopped = true;
    boolean finished = false;
    try {
      finished = hand.tryLock(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    try {
      release();
    } finally {
      if (finished) {
        hand.unlock();
      }
    }
  }

  private synchronized void release() {
    leases.release(work, node, clock.instant());
  }

  /** Fetches once and deals with what has come, if this node has the lease; waits as long as something says to. */
  void poll() {
    if (!leads()) {
      return;
    }
    try {
      Optional<Leases.Held> held = renew();
      if (held.isPresent()) {
        fetch(held.get());
        failures = 0;
        failsSince = Instant.MAX;
      }
    } catch (Unanswered again) {
      failed();
      tell(again);
      pause(again);
    } catch (RuntimeException | Error broken) {
      failed();
      sleep(backoff.after(failures));
      throw broken;
    }
  }

  private void failed() {
    failures++;
    Instant now = clock.instant();
    failsSince = failsSince.isAfter(now) ? now : failsSince;
  }

  private void fetch(Leases.Held held) {
    boolean fresh = held.at().isAfter(clock.instant().minus(MEMORY));
    Map<Long, Update> updates = new LinkedHashMap<>();
    for (Json json : api.updates(fresh ? held.position() + 1 : 0, WAIT)) {
      try {
        Update update = Updates.read(json);
        updates.putIfAbsent(update.id(), update);
      } catch (Flawed noUpdate) {
        // nothing to give up by, and nothing that could be dealt with
      }
    }
    answering.retain(updates.keySet());
    for (Update update : updates.values()) {
      if (!handle(update)) {
        return;
      }
    }
    if (answering.waits()) {
      if (updates.size() >= BotApi.BATCH) {
        // behind so many nobody else's comes
        answering.hurry();
      }
      sleep(PACE);
    }
  }

  /** False when the lease is another's by now. */
  private boolean handle(Update update) {
    hand.lock();
    try {
      if (!leads()) {
        return false;
      }
      OptionalLong upTo = answering.deal(update);
      return upTo.isEmpty() || leases.advance(work, node, upTo.getAsLong(), clock.instant());
    } finally {
      hand.unlock();
    }
  }

  private void tell(Unanswered again) {
    if (failures > 1 || stopped || Thread.currentThread().isInterrupted()) {
      return;
    }
    listener.warned(
        switch (again.code()) {
          case 409 ->
            "another fetches this bot's updates, or a webhook is set for it (deleteWebhook takes it away); waiting";
          case 401, 404 -> "Telegram does not know this bot's token";
          default -> "updates cannot be fetched: " + again.getMessage();
        });
  }

  private void pause(Unanswered again) {
    boolean longer = again.code() == 401 || again.code() == 404 || again.code() == 409;
    Duration time = backoff.after(longer ? failures + 2 : failures);
    Duration asked = api.quiet();
    sleep(asked.compareTo(time) > 0 ? asked : time);
  }

  private void sleep(Duration time) {
    try {
      patience.sleep(time);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
