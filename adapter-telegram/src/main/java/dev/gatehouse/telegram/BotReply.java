package dev.gatehouse.telegram;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What the Bot API answers: <a href="https://core.telegram.org/bots/api#making-requests">making requests</a>. */
sealed interface BotReply {
  /** Done; what was asked for is its member {@code result}. */
  record Done(Json reply) implements BotReply {
    @Override
    public String toString() {
      return "Done[…]";
    }
  }

  /**
   * Not done.
   *
   * @param code as of HTTP: 429 when too much was asked, 403 when the person has blocked the bot, 409 when another polls too
   * @param retryAfter how long to ask nothing, where that was said
   */
  record Failed(int code, Optional<Duration> retryAfter) implements BotReply {}

  /** @throws Flawed for whatever is no such answer */
  static BotReply parse(String json) {
    Json reply = Json.parse(json);
    if (reply.isTrue("ok")) {
      return new Done(reply);
    }
    OptionalLong code = reply.number("error_code");
    if (code.isEmpty() || code.getAsLong() < 400 || code.getAsLong() > 599) {
      throw Flawed.malformed();
    }
    return new Failed((int) code.getAsLong(), retryAfter(reply));
  }

  /** A day at most, whatever was said. */
  private static Optional<Duration> retryAfter(Json reply) {
    return reply
        .object("parameters")
        .map(parameters -> parameters.positive("retry_after"))
        .filter(OptionalLong::isPresent)
        .map(seconds -> Duration.ofSeconds(Math.min(seconds.getAsLong(), 86_400)));
  }
}
