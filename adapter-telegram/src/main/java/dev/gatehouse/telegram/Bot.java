package dev.gatehouse.telegram;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.telegram.LimitMessages;
import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.telegram.Telegram.BotSettings;
import dev.gatehouse.telegram.Telegram.Person;
import dev.gatehouse.telegram.Update.Pressed;
import dev.gatehouse.telegram.Update.Said;
import dev.gatehouse.telegram.Update.Shown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Deals with one update: finds out who it is, does what is asked, and answers. Thread-safe; may get an update twice: what changes something is done once
 * ({@link Messenger#once}), and answered each time.
 */
final class Bot {
  private final BotSettings settings;
  private final Gatehouse gatehouse;
  private final BotApi api;
  private final Words words;
  private final Commands commands;
  private final Presses presses;
  private final HandshakeTalk handshakes;
  private final Duration patience;
  private volatile Optional<String> username = Optional.empty();

  Bot(BotSettings settings, Telegram.BotHouse house, BotApi api, Duration patience) {
    this.settings = settings;
    this.gatehouse = house.gatehouse();
    this.api = api;
    this.words = new Words(house.messages());
    this.handshakes = new HandshakeTalk(settings.realm(), gatehouse, words, house.places());
    this.commands = new Commands(settings, house, words, handshakes);
    this.presses = new Presses(settings.realm(), commands, handshakes, words);
    this.patience = patience;
  }

  /** What the bot is called, once that is known. */
  void isCalled(Optional<String> name) {
    username = name;
  }

  Commands commands() {
    return commands;
  }

  /** @throws Unanswered when what is to be said could not be said, and may be another time */
  void handle(Update update) {
    if (update instanceof Said said) {
      said(said);
    } else if (update instanceof Pressed pressed) {
      pressed(pressed);
    }
  }

  private void said(Said said) {
    Optional<Command> command = Command.parse(said.text());
    if (!said.chat().withOnePerson()) {
      group(said, command);
      return;
    }
    if (command.flatMap(Command::addressee).filter(name -> !isMe(name)).isPresent()) {
      return;
    }
    if (allowed(said.from())) {
      Guest guest = guest(said.from(), said.id(), Optional.empty());
      command
          .map(asked -> answered(guest, () -> commands.handle(guest, asked)))
          .orElseGet(() -> answered(guest, () -> typed(guest, said.text())))
          .ifPresent(reply -> tell(guest, reply));
    }
  }

  private Optional<Reply> typed(Guest guest, String text) {
    return Optional.of(handshakes
        .typed(guest, text)
        .orElseGet(() -> Reply.of(words.say(
            guest.locale(),
            MatchCode.parse(text).isPresent() ? Says.HANDSHAKE_GONE : Says.NOTHING_ASKED))));
  }

  /** One line, to who has called the bot by its name, once in a while: a group is no place for anything else. */
  private void group(Said said, Optional<Command> command) {
    boolean called = command.flatMap(Command::addressee).filter(this::isMe).isPresent();
    if (called
        && gatehouse
            .messenger()
            .limitMessages()
            .group(settings.realm(), about("group " + said.chat().id()))) {
      Reply reply = Reply.of(words.say(Guest.language(said.from()), Says.GROUP));
      api.say("sendMessage", said.chat().id(), reply.parameters(said.chat().id()), patience);
    }
  }

  private boolean isMe(String name) {
    return username.filter(name::equalsIgnoreCase).isPresent();
  }

  private void pressed(Pressed pressed) {
    Optional<Long> message =
        pressed.shown().filter(shown -> shown.chat().withOnePerson()).map(Shown::message);
    // a button is pressed by whom the bot has talked with, in his own chat; elsewhere it is
    // somebody else's
    if (message.isPresent() && allowed(pressed.from())) {
      Guest guest = guest(pressed.from(), pressed.id(), message);
      answered(guest, () -> presses.handle(guest, pressed.data()))
          .ifPresent(reply -> tell(guest, reply));
    }
    api.say(
        "answerCallbackQuery",
        pressed.from().id(),
        BotApi.parameters().put("callback_query_id", pressed.press()),
        patience);
  }

  /** Whether somebody is to be answered; who says too much is told so, once in a while. */
  private boolean allowed(Person person) {
    LimitMessages.Verdict verdict = gatehouse
        .messenger()
        .limitMessages()
        .person(settings.realm(), about("person " + person.id()));
    if (verdict == LimitMessages.Verdict.REMIND) {
      Reply slower = Reply.of(words.say(Guest.language(person), Says.SLOWER));
      api.say("sendMessage", person.id(), slower.parameters(person.id()), patience);
    }
    return verdict == LimitMessages.Verdict.ANSWER;
  }

  private String about(String what) {
    return settings.token().botId() + " " + what;
  }

  private Guest guest(Person person, long update, Optional<Long> message) {
    ProvenIdentity identity = Guest.identity(person);
    Locale locale = gatehouse
        .findByIdentity()
        .handle(settings.realm(), identity.identity())
        .map(Account::profile)
        .map(profile -> profile.locale())
        .orElseGet(() -> Guest.language(person));
    return new Guest(
        person, identity, locale, update, gatehouse.messenger().once(known(update)), message);
  }

  /** What an update is known by to all nodes. */
  private Digest known(long update) {
    return Digest.sha256(("telegram-update:" + settings.token().botId() + ":" + update)
        .getBytes(StandardCharsets.US_ASCII));
  }

  /** What is to be said, whatever comes of it; a refusal is said as well. */
  private Optional<Reply> answered(Guest guest, Asking asking) {
    try {
      return asking.reply();
    } catch (Refused refused) {
      return Optional.of(Reply.of(refusal(guest.locale(), refused.refusal())));
    }
  }

  private interface Asking {
    Optional<Reply> reply();
  }

  private String refusal(Locale locale, Refusal refusal) {
    if (refusal instanceof Refusal.NotFound) {
      return words.say(locale, Says.NO_ACCOUNT);
    }
    if (refusal instanceof Refusal.RegistrationDisabled) {
      return words.say(locale, Says.REGISTRATION_SHUT);
    }
    if (refusal instanceof Refusal.LastWayIn) {
      return words.say(locale, Says.UNLINK_LAST);
    }
    if (refusal instanceof Refusal.StepUpRequired) {
      return words.say(locale, Says.STEP_UP, Map.of("site", settings.site()));
    }
    if (refusal instanceof Refusal.Throttled throttled) {
      long minutes = Math.max(1, throttled.retryAfter().plusSeconds(59).toMinutes());
      return words.say(locale, Says.LATER, Map.of("minutes", minutes));
    }
    return words.say(locale, Says.SHUT);
  }

  /** In place of what the bot has said before, where a button below that was pressed. */
  private void tell(Guest guest, Reply reply) {
    var said = reply.parameters(guest.chat());
    guest.message().ifPresent(message -> said.put("message_id", message));
    if (reply.secret()) {
      said.put("protect_content", true);
    }
    api.say(
        guest.message().isPresent() ? "editMessageText" : "sendMessage",
        guest.chat(),
        said,
        patience);
  }
}
