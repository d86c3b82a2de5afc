package dev.gatehouse.http;

import dev.gatehouse.application.telegram.TelegramUpdates;

/** Where Telegram delivers what people write to a bot: answered once it is dealt with, so that what is acknowledged is done. */
final class Webhook {
  static final String PATH = "/telegram/webhook";

  static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";

  private final TelegramUpdates updates;

  Webhook(TelegramUpdates updates) {
    this.updates = updates;
  }

  /** What is too long is passed over, once it is known to be Telegram's: refused, it would come again and again. */
  Answer deliver(Visit visit) {
    byte[] body = visit.tooLong() ? new byte[0] : visit.body();
    TelegramUpdates.Outcome outcome = updates.handle(visit.header(SECRET), body);
    if (visit.tooLong() && outcome == TelegramUpdates.Outcome.MALFORMED) {
      return Answer.empty(204);
    }
    return switch (outcome) {
      case HANDLED -> Answer.empty(204);
      case STRANGER -> throw Fault.WEBHOOK_SECRET_REQUIRED.thrown();
      case MALFORMED -> throw Fault.MALFORMED_JSON.thrown();
      case LATER -> throw Fault.UNAVAILABLE.thrown();
    };
  }
}
