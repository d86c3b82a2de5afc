package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Person;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads whom a signed text names. Without a right id there is nobody; whatever else is not what it should be is left out, because a person may call himself
 * what he likes and is still let in.
 */
final class People {
  private static final int MAX_NAME = 256;
  private static final int MAX_PHOTO = 2048;
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8}){0,4}");
  private static final Pattern PHOTO = Pattern.compile("https://[!-~&&[^\"'<>\\\\`]]+");

  private People() {}

  /** The object {@code user} of a Mini App, and {@code from} of an update. */
  static Person ofJson(Json user) {
    if (user.said("is_bot")) {
      throw Flawed.nobody();
    }
    return person(user.positive("id"), user::text, "first_name", "username", "photo_url");
  }

  static Person ofFields(Fields fields) {
    OptionalLong id = Numbers.positive(fields.find("id").orElse(""));
    return person(id, fields::find, "first_name", "username", "photo_url");
  }

  static Person ofClaims(Json claims) {
    return person(claims.positive("id"), claims::text, "name", "preferred_username", "picture");
  }

  private static Person person(
      OptionalLong id,
      Function<String, Optional<String>> field,
      String name,
      String username,
      String photo) {
    return new Person(
        id.orElseThrow(Flawed::nobody),
        field.apply(name).filter(People::isName),
        field.apply("last_name").filter(People::isName),
        field.apply(username).filter(text -> USERNAME.matcher(text).matches()),
        field
            .apply(photo)
            .filter(text -> text.length() <= MAX_PHOTO && PHOTO.matcher(text).matches()),
        field.apply("language_code").filter(text -> LANGUAGE.matcher(text).matches()));
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_NAME
        && text.codePoints().noneMatch(People::isControl);
  }

  /** Also half a character: in a column or a mail it would become another. */
  private static boolean isControl(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
  }
}
