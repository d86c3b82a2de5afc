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

  private static final String POLL = "getUpdates";
  /** How many come at once, at most. */
  static final int BATCH = 100;

  /** For what does not matter much. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

  /** The code of an answer that its chat does not take yet; as of HTTP. */
  static final int TOO_MANY = 429;

  private final BotWire wire;
  private final Clock clock;
  private final Patience patience;
  private final BotListener listener;
  private final Backoff backoff;
  private final Rate rate = new Rate();
  private final Breaker breaker = new Breaker();
  private final Quiet quiet = new Quiet();

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
   * What has come since, waiting so long for something to come. Where that can not be read, fewer are asked for, down to one; one that can not be read by itself
   * is nothing but its id, for it would come again and again, and all others behind it.
   *
   * @param offset from which id on; what is before it is given up there. 0 for whatever waits
   * @throws Unanswered at once, whatever is wrong
   */
  List<Json> updates(long offset, Duration wait) {
    for (int limit = BATCH; ; limit /= 2) {
      ObjectNode asked = allowed(parameters()).put("timeout", wait.toSeconds()).put("limit", limit);
      if (offset > 0) {
        asked.put("offset", offset);
      }
      try {
        return once(POLL, asked, wait.plus(MARGIN)).elements("result").toList();
      } catch (Unread unread) {
        if (limit == 1) {
          listener.warned("an update that can not be read is passed over");
          return List.of(Json.parse("{\"update_id\":" + unread.first() + "}"));
        }
      }
    }
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
    if (method.equals(POLL)) {
      failed.retryAfter().ifPresent(quietly -> quiet.everywhere(quietly, clock.instant()));
    }
    throw new Unanswered(failed.code(), method + " was answered by " + failed.code());
  }

  /**
   * Says something in a chat, or changes what is said there: tried for as long as that, as what it answers to has been done.
   *
   * @param alone how long to wait while only this chat is to be left alone
   * @return false when that will never be, or not soon: the person has blocked the bot, there is no such chat, nothing is to be changed, or the chat is to be left alone
   *     for longer than an answer is kept
   * @throws Unanswered when it was not done in that time, and may be another time; {@link #TOO_MANY} when only this chat is to be left alone
   */
  boolean say(Saying saying, Duration longest, Duration alone) {
    if (!saying.matters()) {
      return mentioned(saying);
    }
    Optional<BotReply> answer = answered(saying, longest, alone);
    if (answer.isEmpty()) {
      listener.warned("an answer is given up, as Telegram wants its chat left alone for long");
    }
    return answer.filter(BotReply.Done.class::isInstance).isPresent();
  }

  /** The same, with what was answered in the end: it is done, or will never be. Empty when the chat is to be left alone for longer than an answer is kept. */
  Optional<BotReply> answered(Saying saying, Duration longest, Duration alone) {
    Instant now = clock.instant();
    Instant end = now.plus(longest);
    Instant aloneUntil = now.plus(alone);
    for (int tries = 1; ; tries++) {
      if (leftAlone(saying.chat())) {
        return Optional.empty();
      }
      await(saying.chat(), end, aloneUntil);
      Optional<BotReply> done = tried(saying, tries, end);
      if (done.isPresent()) {
        return done;
      }
    }
  }

  /** Now or never, and nobody waits for it. */
  private boolean mentioned(Saying saying) {
    Instant now = clock.instant();
    if (breaker.opensAt().isAfter(now)
        || quiet.until().isAfter(now)
        || !rate.take(now).isZero()) {
      return false;
    }
    try {
      return counted(saying.method(), saying.parameters(), MOMENT) instanceof BotReply.Done;
    } catch (Unanswered none) {
      return false;
    }
  }

  /** Whether its chat is to be left alone for longer than an answer is kept. */
  private boolean leftAlone(long chat) {
    return quiet.until(chat).isAfter(clock.instant().plus(Quiet.MOST));
  }

  /** Empty when it is worth another try. */
  private Optional<BotReply> tried(Saying saying, int tries, Instant end) {
    BotReply reply;
    try {
      reply = counted(saying.method(), saying.parameters(), STEP);
    } catch (Unanswered again) {
      failed(tries, end);
      return Optional.empty();
    }
    if (reply instanceof BotReply.Failed failed) {
      if (failed.code() == TOO_MANY) {
        quiet.inChat(
            saying.chat(), failed.retryAfter().orElse(Duration.ofSeconds(1)), clock.instant());
        return Optional.empty();
      }
      if (failed.code() >= 500) {
        failed(tries, end);
        return Optional.empty();
      }
    }
    breaker.answered();
    quiet.answered(clock.instant());
    return Optional.of(reply);
  }

  private void failed(int tries, Instant end) {
    if (breaker.failed(clock.instant())) {
      listener.warned("the Bot API does not answer; it is asked less often until it does");
    }
    pause(backoff.after(tries), end, 0);
  }

  /** Waits until the breaker is open, Telegram has not asked for quiet, and it is this bot's turn. */
  private void await(long chat, Instant end, Instant aloneUntil) {
    while (true) {
      Instant now = clock.instant();
      Instant from = breaker.opensAt().isAfter(quiet.until()) ? breaker.opensAt() : quiet.until();
      if (from.isAfter(now)) {
        pause(Duration.between(now, from), end, 0);
        continue;
      }
      if (quiet.until(chat).isAfter(now)) {
        pause(Duration.between(now, quiet.until(chat)), aloneUntil, TOO_MANY);
        continue;
      }
      Duration turn = rate.take(now);
      if (turn.isZero()) {
        return;
      }
      pause(turn, end, 0);
    }
  }

  private void pause(Duration time, Instant end, int code) {
    if (clock.instant().plus(time).isAfter(end)) {
      throw new Unanswered(code, "not before the time was over");
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
    Instant now = clock.instant();
    return quiet.until().isAfter(now) ? Duration.between(now, quiet.until()) : Duration.ZERO;
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
