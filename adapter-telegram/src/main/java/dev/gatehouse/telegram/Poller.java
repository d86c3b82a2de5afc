package dev.gatehouse.telegram;

import dev.gatehouse.port.Leases;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.telegram.Telegram.BotListener;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

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

  private static final Duration WAIT = Duration.ofSeconds(25);
  private static final int TRIES = 3;

  private final BotApi api;
  private final Leases leases;
  private final String work;
  private final UUID node;
  private final Consumer<Update> bot;
  private final Clock clock;
  private final Patience patience;
  private final BotListener listener;
  private final Backoff backoff;
  private volatile Instant leadsUntil = Instant.MIN;
  private int failures;
  private long stuckAt;
  private int stuck;

  Poller(
      BotApi api,
      Leases leases,
      long id,
      Consumer<Update> bot,
      Clock clock,
      Randomness randomness,
      Patience patience,
      BotListener listener) {
    this.api = api;
    this.leases = leases;
    this.work = "bot:" + id;
    this.bot = bot;
    this.clock = clock;
    this.patience = patience;
    this.listener = listener;
    this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), randomness);
    ByteBuffer chance = ByteBuffer.wrap(randomness.bytes(2 * Long.BYTES));
    this.node = new UUID(chance.getLong(), chance.getLong());
  }

  /** Takes or renews the lease. */
  Optional<Leases.Held> renew() {
    Instant now = clock.instant();
    Optional<Leases.Held> held = leases.take(work, node, now.plus(LEASE), now);
    boolean led = leads();
    leadsUntil = held.isPresent() ? now.plus(LEASE) : Instant.MIN;
    if (led != held.isPresent()) {
      listener.leads(held.isPresent());
    }
    return held;
  }

  boolean leads() {
    return clock.instant().isBefore(leadsUntil);
  }

  /** Another node may go on at once. */
  void release() {
    leadsUntil = Instant.MIN;
    leases.release(work, node, clock.instant());
  }

  /** Fetches once and deals with what has come, if this node has the lease; waits as long as something says to. */
  void poll() {
    if (!leads()) {
      return;
    }
    try {
      renew().ifPresent(this::fetch);
      failures = 0;
    } catch (Unanswered again) {
      failures++;
      tell(again);
      pause(again);
    } catch (RuntimeException broken) {
      failures++;
      sleep(backoff.after(failures));
      throw broken;
    }
  }

  private void fetch(Leases.Held held) {
    boolean fresh = held.at().isAfter(clock.instant().minus(MEMORY));
    List<Json> updates = api.updates(fresh ? held.position() + 1 : 0, WAIT);
    for (Json json : updates) {
      if (!leads() || !handle(json)) {
        return;
      }
    }
  }

  /** False when the lease is another's by now. */
  private boolean handle(Json json) {
    Update update;
    try {
      update = Updates.read(json);
    } catch (Flawed noUpdate) {
      // nothing to give up by, and nothing that could be dealt with
      return true;
    }
    try {
      bot.accept(update);
    } catch (Unanswered unsaid) {
      if (!stuckAt(update)) {
        throw unsaid;
      }
      listener.warned("an answer could not be given, and is given up; what was asked for is done");
    } catch (dev.gatehouse.port.Outage store) {
      throw store;
    } catch (RuntimeException broken) {
      if (!stuckAt(update)) {
        throw broken;
      }
      listener.warned("an update is given up, as it fails again and again");
    }
    return leases.advance(work, node, update.id(), clock.instant());
  }

  /** Whether that one has failed so often that all others are not to wait for it any longer. */
  private boolean stuckAt(Update update) {
    stuck = stuckAt == update.id() ? stuck + 1 : 1;
    stuckAt = update.id();
    return stuck >= TRIES;
  }

  private void tell(Unanswered again) {
    if (failures > 1 || Thread.currentThread().isInterrupted()) {
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
