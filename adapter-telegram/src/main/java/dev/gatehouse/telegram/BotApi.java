package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.telegram.Telegram.BotListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The <a href="https://core.telegram.org/bots/api">Bot API</a> as this bot uses it: no faster than it likes, patiently where it fails, and not at all while it does not answer. */
final class BotApi {
  /** For an answer to anything but the long poll. */
  private static final Duration STEP = Duration.ofSeconds(10);

  /** What a poll may take beyond the time that it waits over there. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final int BATCH = 100;

  private final BotWire wire;
  private final Clock clock;
  private final Patience patience;
  private final BotListener listener;
  private final Backoff backoff;
  private final Rate rate = new Rate();
  private final Breaker breaker = new Breaker();
  private volatile Instant quietUntil = Instant.MIN;

  BotApi(
      BotWire wire, Clock clock, Randomness randomness, Patience patience, BotListener listener) {
    this.wire = wire;
    this.clock = clock;
    this.patience = patience;
    this.listener = listener;
    this.backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), randomness);
  }

  static ObjectNode parameters() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * What has come since, waiting so long for something to come.
   *
   * @param offset from which id on; what is before it is given up there. 0 for whatever waits
   * @throws Unanswered at once, whatever is wrong
   */
  List<Json> updates(long offset, Duration wait) {
    ObjectNode asked = allowed(parameters()).put("timeout", wait.toSeconds()).put("limit", BATCH);
    if (offset > 0) {
      asked.put("offset", offset);
    }
    return once("getUpdates", asked, wait.plus(MARGIN)).elements("result").toList();
  }

  /** The bot's own name, by which it is meant in groups. */
  Optional<String> username() {
    return once("getMe", parameters(), STEP).object("result").flatMap(me -> me.text("username"));
  }

  void commands(String language, ObjectNode commands) {
    if (!language.isEmpty()) {
      commands.put("language_code", language);
    }
    once("setMyCommands", commands, STEP);
  }

  void webhook(String url, String secret) {
    once(
        "setWebhook",
        allowed(parameters())
            .put("url", url)
            .put("secret_token", secret)
            .put("max_connections", 20),
        STEP);
  }

  /** What there is to be told of: messages and presses of buttons. */
  private static ObjectNode allowed(ObjectNode asked) {
    asked.putArray("allowed_updates").add("message").add("callback_query");
    return asked;
  }

  private Json once(String method, ObjectNode asked, Duration time) {
    BotReply reply = counted(method, asked, time);
    if (reply instanceof BotReply.Done done) {
      return done.reply();
    }
    BotReply.Failed failed = (BotReply.Failed) reply;
    failed.retryAfter().ifPresent(this::quiet);
    throw new Unanswered(failed.code(), method + " was answered by " + failed.code());
  }

  /**
   * Says something in a chat, or changes what is said there: tried for as long as that, as what it answers to has been done.
   *
   * @return false when that will never be: the person has blocked the bot, there is no such chat, or nothing is to be changed
   * @throws Unanswered when it was not done in that time, and may be another time
   */
  boolean say(String method, long chat, ObjectNode said, Duration longest) {
    return answered(method, chat, said, longest) instanceof BotReply.Done;
  }

  /** The same, with what was answered in the end: it is done, or will never be. */
  BotReply answered(String method, long chat, ObjectNode said, Duration longest) {
    Instant end = clock.instant().plus(longest);
    for (int tries = 1; ; tries++) {
      await(chat, end);
      Optional<BotReply> done = tried(method, said);
      if (done.isPresent()) {
        return done.get();
      }
      pause(backoff.after(tries), end);
    }
  }

  /** Empty when it is worth another try. */
  private Optional<BotReply> tried(String method, ObjectNode said) {
    BotReply reply;
    try {
      reply = counted(method, said, STEP);
    } catch (Unanswered again) {
      failed();
      return Optional.empty();
    }
    if (reply instanceof BotReply.Failed failed) {
      if (failed.code() == 429) {
        quiet(failed.retryAfter().orElse(Duration.ofSeconds(1)));
        return Optional.empty();
      }
      if (failed.code() >= 500) {
        failed();
        return Optional.empty();
      }
    }
    breaker.answered();
    return Optional.of(reply);
  }

  private void failed() {
    if (breaker.failed(clock.instant())) {
      listener.warned("the Bot API does not answer; it is asked less often until it does");
    }
  }

  /** Waits until the breaker is open, Telegram has not asked for quiet, and it is this chat's turn. */
  private void await(long chat, Instant end) {
    while (true) {
      Instant now = clock.instant();
      Instant from = breaker.opensAt().isAfter(quietUntil) ? breaker.opensAt() : quietUntil;
      if (from.isAfter(now)) {
        pause(Duration.between(now, from), end);
        continue;
      }
      Duration turn = rate.take(chat, now);
      if (turn.isZero()) {
        return;
      }
      pause(turn, end);
    }
  }

  private void pause(Duration time, Instant end) {
    if (clock.instant().plus(time).isAfter(end)) {
      throw new Unanswered(0, "not before the time was over");
    }
    try {
      patience.sleep(time);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Unanswered(0, "stopping");
    }
  }

  /** For how long Telegram has asked not to be asked. */
  Duration quiet() {
    Duration left = Duration.between(
        clock.instant(), quietUntil.equals(Instant.MIN) ? clock.instant() : quietUntil);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void quiet(Duration time) {
    Instant until = clock.instant().plus(time);
    if (until.isAfter(quietUntil)) {
      quietUntil = until;
    }
  }

  private BotReply counted(String method, ObjectNode asked, Duration time) {
    try {
      BotReply reply = wire.ask(method, asked, time);
      listener.asked(
          method, reply instanceof BotReply.Failed failed ? String.valueOf(failed.code()) : "ok");
      return reply;
    } catch (Unanswered none) {
      listener.asked(method, "unanswered");
      throw none;
    }
  }
}
