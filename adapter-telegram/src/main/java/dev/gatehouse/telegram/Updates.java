package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Person;
import dev.gatehouse.telegram.Update.Chat;
import dev.gatehouse.telegram.Update.Shown;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads updates. What has no id is refused; what has one and is not understood is {@link Update.Unused}, for an update that is refused comes again and
 * again, and all others behind it.
 */
final class Updates {
  /** Of one that is delivered by itself: no body may be longer (L38). */
  static final int MAX_LENGTH = 64 * 1024;

  private static final int MAX_TEXT = 4096;
  private static final Pattern PRESS = Pattern.compile("[!-~]{1,128}");
  private static final Pattern DATA = Pattern.compile("[!-~]{1,64}");
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{3,20}");
  private static final Set<String> IN = Set.of("creator", "administrator", "member", "restricted");
  private static final Set<String> OUT = Set.of("left", "kicked");

  private Updates() {}

  /** @throws Flawed for whatever is not an object with an {@code update_id} */
  static Update parse(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new Flawed(new Flaw.TooLarge());
    }
    return read(Json.parse(json));
  }

  static Update read(Json update) {
    long id = update.positive("update_id").orElseThrow(Flawed::malformed);
    return understood(id, update).orElseGet(() -> new Update.Unused(id));
  }

  private static Optional<Update> understood(long id, Json update) {
    try {
      return update
          .object("message")
          .flatMap(message -> message(id, message))
          .or(also(update, "callback_query", press -> press(id, press)))
          .or(also(update, "my_chat_member", change -> change(id, change)));
    } catch (Flawed notAsItShouldBe) {
      return Optional.empty();
    }
  }

  private static Supplier<Optional<Update>> also(
      Json update, String name, Function<Json, Optional<Update>> read) {
    return () -> update.object(name).flatMap(read);
  }

  private static Optional<Update> message(long id, Json message) {
    Person from = person(message);
    Chat chat = chat(message, from);
    Instant at = Numbers.moment(message.number("date"));
    return message
        .text("text")
        .filter(text -> text.length() <= MAX_TEXT)
        .<Update>map(text -> new Update.Said(id, chat, from, at, text))
        .or(() -> message
            .object("contact")
            .flatMap(contact -> contact
                .text("phone_number")
                .filter(phone -> PHONE.matcher(phone).matches())
                .map(phone ->
                    new Update.HandedContact(id, chat, from, at, phone, isOf(contact, from)))));
  }

  private static boolean isOf(Json contact, Person from) {
    return contact.positive("user_id").orElse(0) == from.id();
  }

  private static Optional<Update> press(long id, Json press) {
    Person from = person(press);
    Optional<Shown> shown = press.object("message").flatMap(message -> shown(message, from));
    return press
        .text("id")
        .filter(text -> PRESS.matcher(text).matches())
        .flatMap(name -> press
            .text("data")
            .filter(text -> DATA.matcher(text).matches())
            .map(data -> new Update.Pressed(id, from, name, shown, data)));
  }

  private static Optional<Shown> shown(Json message, Person from) {
    long number = message.number("message_id").orElse(0);
    return number > 0 ? Optional.of(new Shown(chat(message, from), number)) : Optional.empty();
  }

  private static Optional<Update> change(long id, Json change) {
    Person from = person(change);
    Chat chat = chat(change, from);
    Instant at = Numbers.moment(change.number("date"));
    return change
        .object("new_chat_member")
        .flatMap(member -> member.text("status"))
        .filter(status -> IN.contains(status) || OUT.contains(status))
        .map(status -> new Update.Reached(id, chat, from, at, IN.contains(status)));
  }

  private static Person person(Json within) {
    return People.ofJson(within.object("from").orElseThrow(Flawed::nobody));
  }

  /** Of one person the chat has the id, also where its type is not said. */
  private static Chat chat(Json within, Person from) {
    Json chat = within.object("chat").orElseThrow(Flawed::malformed);
    long id = chat.number("id").orElseThrow(Flawed::malformed);
    return new Chat(id, id == from.id() && chat.text("type").orElse("private").equals("private"));
  }
}
