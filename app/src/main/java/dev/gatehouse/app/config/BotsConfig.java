package dev.gatehouse.app.config;

import dev.gatehouse.telegram.Telegram;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * How bots are run here.
 *
 * @param webhook by which Telegram is known where it delivers updates to the default realm's bot, or the only one's; without it they are fetched
 */
public record BotsConfig(URI api, List<Telegram.WebhookSecret> webhook) {
  static BotsConfig read(Reading reading) {
    return new BotsConfig(
        reading
            .read(Key.TELEGRAM_API_URL, text -> Telegram.BotSettings.checkApi(URI.create(text)))
            .orElse(Telegram.BotSettings.BOT_API),
        reading.read(Key.TELEGRAM_WEBHOOK_SECRET, BotsConfig::secrets).orElse(List.of()));
  }

  private static List<Telegram.WebhookSecret> secrets(String text) {
    return Telegram.Webhook.checked(Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .map(Telegram.WebhookSecret::new)
        .toList());
  }

  @Override
  public String toString() {
    return "BotsConfig[" + api + "]";
  }
}
