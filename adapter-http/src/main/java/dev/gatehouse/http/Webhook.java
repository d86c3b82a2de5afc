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

  Answer deliver(Visit visit) {
    return switch (updates.handle(visit.header(SECRET), visit.body())) {
      case HANDLED -> Answer.empty(204);
      case STRANGER -> throw Fault.WEBHOOK_SECRET_REQUIRED.thrown();
      case MALFORMED -> throw Fault.MALFORMED_JSON.thrown();
      case LATER -> throw Fault.UNAVAILABLE.thrown();
    };
  }
}
