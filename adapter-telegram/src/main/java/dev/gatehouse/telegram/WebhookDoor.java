package dev.gatehouse.telegram;

import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.telegram.Telegram.WebhookSecret;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes what Telegram delivers by itself, and answers once it is dealt with; whoever does not know a secret that Telegram was told is nobody. */
final class WebhookDoor implements TelegramUpdates {
  private final List<WebhookSecret> secrets;
  private final Consumer<Update> bot;

  WebhookDoor(List<WebhookSecret> secrets, Consumer<Update> bot) {
    this.secrets = List.copyOf(secrets);
    this.bot = bot;
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
