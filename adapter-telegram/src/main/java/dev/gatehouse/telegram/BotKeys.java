package dev.gatehouse.telegram;

import java.util.Optional;

/** What one bot's proofs are checked by. */
record BotKeys(long id, Optional<Keyed> miniApps, Optional<Keyed> widgets) {
  static BotKeys of(Telegram.Bot bot) {
    Optional<String> token = bot.token().map(Telegram.BotToken::reveal);
    return new BotKeys(bot.id(), token.map(Keyed::forMiniApps), token.map(Keyed::forWidgets));
  }
}
