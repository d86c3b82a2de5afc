package dev.gatehouse.application.telegram;

import java.util.Optional;

/** Where Telegram's messages to a bot come in that Telegram delivers by itself: the webhook. */
@FunctionalInterface
public interface TelegramUpdates {
  /** What became of one. */
  enum Outcome {
    /** It is dealt with, or was before, or needs nothing: it need not come again. */
    HANDLED,
    /** It came without the secret of any bot. */
    STRANGER,
    /** It is no update, whatever else it is. */
    MALFORMED,
    /** It could not be dealt with now; it has to come again. */
    LATER
  }

  /** No bot is there. */
  TelegramUpdates NONE = (secret, update) -> Outcome.STRANGER;

  /**
   * Deals with an update before it answers, so that what is acknowledged is done.
   *
   * @param secret the header {@code X-Telegram-Bot-Api-Secret-Token}
   * @param update the body as it came
   * @throws dev.gatehouse.port.Outage when it has to come again
   */
  Outcome handle(Optional<String> secret, byte[] update);
}
