package dev.gatehouse.telegram;

import dev.gatehouse.port.MessageSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells somebody in the chat with the bot what would be a mail otherwise, in the words of that mail. Of strangers' words only what is known is said. */
final class ChatMessages implements MessageSender {
  /** Short: what was not said is tried again by the outbox, and others wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final BotApi api;
  private final Words words;

  ChatMessages(BotApi api, Words words) {
    this.api = api;
    this.words = words;
  }

  /** @throws Unanswered when it was not said, and may be another time; also when the bot is not known any more, which is none of the person's doing */
  @Override
  public boolean send(Message message) {
    OptionalLong chat = Numbers.positive(message.whom().subject());
    if (chat.isEmpty()) {
      return false;
    }
    Reply said = Reply.of(text(message));
    BotReply reply = api.answered(
            Saying.of("sendMessage", chat.getAsLong(), said.parameters(chat.getAsLong())),
            PATIENCE,
            PATIENCE)
        .orElseThrow(() -> new Unanswered(BotApi.TOO_MANY, "its chat is to be left alone"));
    if (reply instanceof BotReply.Failed failed && failed.code() != 400 && failed.code() != 403) {
      throw new Unanswered(failed.code(), "sendMessage was answered by " + failed.code());
    }
    return reply instanceof BotReply.Done;
  }

  private String text(Message message) {
    Locale locale = message.locale();
    String kind = message.kind().name().toLowerCase(Locale.ROOT);
    List<String> facts = new ArrayList<>();
    facts.add(mailed(
        locale,
        "fact.when",
        Map.of("moment", words.messages().moment(locale, message.at(), message.zone()))));
    value(message, "address")
        .ifPresent(address -> facts.add(fact(locale, "fact.address", Words.apart(address))));
    value(message, "user_agent")
        .ifPresent(agent -> facts.add(fact(locale, "fact.device", words.device(locale, agent))));
    return String.join(
        "\n\n",
        mailed(locale, kind + ".subject", Map.of()),
        mailed(locale, kind + ".text", Map.of()),
        String.join("\n", facts),
        words.say(locale, Says.WARNING_OTHERWISE));
  }

  private String fact(Locale locale, String label, String value) {
    return mailed(locale, label, Map.of()) + " " + value;
  }

  private String mailed(Locale locale, String key, Map<String, ?> values) {
    return words.messages().text(locale, key, values);
  }

  private static Optional<String> value(Message message, String name) {
    return Optional.ofNullable(message.values().get(name)).filter(text -> !text.isBlank());
  }
}
