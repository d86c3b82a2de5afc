package dev.gatehouse.telegram;

import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.telegram.Telegram.BotListener;
import dev.gatehouse.telegram.Telegram.WebhookSecret;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes what Telegram delivers by itself, and answers once it is dealt with; whoever does not know a secret that Telegram was told is nobody. */
final class WebhookDoor implements TelegramUpdates {
  private final List<WebhookSecret> secrets;
  private final Consumer<Update> bot;
  private final BotListener listener;

  WebhookDoor(List<WebhookSecret> secrets, Consumer<Update> bot, BotListener listener) {
    this.secrets = List.copyOf(secrets);
    this.bot = bot;
    this.listener = listener;
  }

  @Override
  public Outcome handle(Optional<String> secret, byte[] update) {
    if (!knows(secret.orElse(""))) {
      return Outcome.STRANGER;
    }
    try {
      bot.accept(Updates.parse(Utf8.strict(update)));
      return Outcome.HANDLED;
    } catch (Flawed noUpdate) {
      listener.warned("what came to the webhook is no update, or is longer than one may be");
      return Outcome.MALFORMED;
    } catch (Unanswered unsaid) {
      return Outcome.LATER;
    }
  }

  /** Each is compared, and to its end, whichever it is. */
  private boolean knows(String shown) {
    int known = 0;
    for (WebhookSecret secret : secrets) {
      known |= secret.is(shown) ? 1 : 0;
    }
    return known != 0;
  }
}
