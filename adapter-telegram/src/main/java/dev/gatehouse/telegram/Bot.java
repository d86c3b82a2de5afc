package dev.gatehouse.telegram;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.telegram.LimitMessages;
import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.telegram.Telegram.BotSettings;
import dev.gatehouse.telegram.Telegram.Person;
import dev.gatehouse.telegram.Update.Pressed;
import dev.gatehouse.telegram.Update.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Deals with one update: finds out who it is, does what is asked, and has what is to be said. Thread-safe; may get an update twice: what changes something is done once
 * ({@link Messenger#once}), and answered each time.
 */
final class Bot {
  private final BotSettings settings;
  private final Gatehouse gatehouse;
  private final Words words;
  private final Readers readers;
  private final Commands commands;
  private final Presses presses;
  private final HandshakeTalk handshakes;
  private volatile Optional<String> username = Optional.empty();

  Bot(BotSettings settings, Telegram.BotHouse house) {
    this.settings = settings;
    this.gatehouse = house.gatehouse();
    this.words = new Words(house.messages());
    this.handshakes = new HandshakeTalk(settings.realm(), gatehouse, words, house.places());
    this.readers = new Readers(settings.realm(), gatehouse.findByIdentity(), house.clock());
    this.commands = new Commands(settings, house, words, readers, handshakes);
    this.presses = new Presses(settings.realm(), commands, handshakes, words);
  }

  /** What the bot is called, once that is known. */
  void isCalled(Optional<String> name) {
    username = name;
  }

  Commands commands() {
    return commands;
  }

  /** Does what is asked, and gives what is to be said to that. */
  List<Saying> handle(Update update) {
    if (update instanceof Said said) {
      return said.chat().withOnePerson() ? said(said) : group(said);
    }
    return update instanceof Pressed pressed ? pressed(pressed) : List.of();
  }

  /** Between two only one bot can be meant, whatever it is called. */
  private List<Saying> said(Said said) {
    return allowed(said.from(), said.id(), () -> {
      Guest guest = guest(said.from(), said.id(), Optional.empty());
      return Command.parse(said.text())
          .map(asked -> answered(guest, () -> commands.handle(guest, asked)))
          .orElseGet(() -> answered(guest, () -> typed(guest, said.text())))
          .map(reply -> tell(guest, reply))
          .stream()
          .toList();
    });
  }

  private Optional<Reply> typed(Guest guest, String text) {
    return Optional.of(handshakes
        .typed(guest, text)
        .orElseGet(() -> Reply.of(words.say(
            guest.locale(),
            MatchCode.parse(text).isPresent() ? Says.HANDSHAKE_GONE : Says.NOTHING_ASKED))));
  }

  /** One line, to who has called the bot by its name, once in a while: a group is no place for anything else. */
  private List<Saying> group(Said said) {
    boolean called = Command.parse(said.text())
        .flatMap(Command::addressee)
        .filter(this::isMe)
        .isPresent();
    return called
            && limit(said.id())
                .group(settings.realm(), about("group " + said.chat().id()))
        ? List.of(message(said.chat().id(), Guest.language(said.from()), Says.GROUP))
        : List.of();
  }

  private boolean isMe(String name) {
    return username.filter(name::equalsIgnoreCase).isPresent();
  }

  private List<Saying> pressed(Pressed pressed) {
    return allowed(pressed.from(), pressed.id(), () -> {
      // a button is pressed by whom the bot has talked with, in his own chat; elsewhere it is
      // somebody else's
      Optional<Saying> reply = pressed
          .shown()
          .filter(shown -> shown.chat().withOnePerson())
          .map(shown -> guest(pressed.from(), pressed.id(), Optional.of(shown.message())))
          .flatMap(guest -> answered(guest, () -> presses.handle(guest, pressed.data()))
              .map(said -> tell(guest, said)));
      return Stream.concat(reply.stream(), Stream.of(Saying.seen(pressed))).toList();
    });
  }

  /** What comes of it where somebody is to be answered; who says too much is told so, once in a while. */
  private List<Saying> allowed(Person person, long update, Supplier<List<Saying>> answer) {
    return switch (limit(update).person(settings.realm(), about("person " + person.id()))) {
      case ANSWER -> answer.get();
      case REMIND -> List.of(message(person.id(), Guest.language(person), Says.SLOWER));
      case IGNORE -> List.of();
    };
  }

  private LimitMessages limit(long update) {
    return gatehouse.messenger().limitMessages(known(update));
  }

  private Saying message(long chat, Locale locale, Says what) {
    return Saying.of("sendMessage", chat, Reply.of(words.say(locale, what)).parameters(chat));
  }

  private String about(String what) {
    return settings.token().botId() + " " + what;
  }

  private Guest guest(Person person, long update, Optional<Long> message) {
    ProvenIdentity identity = Guest.identity(person);
    return new Guest(
        person,
        identity,
        readers.locale(person, identity.identity()),
        update,
        gatehouse.messenger().once(known(update)),
        message);
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
  private static Saying tell(Guest guest, Reply reply) {
    var said = reply.parameters(guest.chat());
    guest.message().ifPresent(message -> said.put("message_id", message));
    if (reply.secret()) {
      said.put("protect_content", true);
    }
    return Saying.of(
        guest.message().isPresent() ? "editMessageText" : "sendMessage", guest.chat(), said);
  }
}
