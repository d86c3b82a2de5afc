package dev.gatehouse.telegram;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody asks a bot: {@code /start auth_x}, or in a group {@code /start@name_of_bot auth_x}.
 *
 * @param name without the slash, in lower case
 * @param addressee the username of the bot that is meant, where one is named
 * @param argument what follows; empty where nothing does
 */
record Command(String name, Optional<String> addressee, String argument) {
  private static final Pattern COMMAND = Pattern.compile(
      "/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\\s(.*))?", Pattern.DOTALL);
  private static final Pattern START_PAYLOAD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  static Optional<Command> parse(String text) {
    Matcher command = COMMAND.matcher(text);
    return command.matches()
        ? Optional.of(new Command(
            command.group(1).toLowerCase(Locale.ROOT),
            Optional.ofNullable(command.group(2)),
            Optional.ofNullable(command.group(3)).orElse("").strip()))
        : Optional.empty();
  }

  /** Of a link to the bot that somebody followed. */
  Optional<String> startPayload() {
    return Optional.of(argument)
        .filter(text -> name.equals("start") && START_PAYLOAD.matcher(text).matches());
  }

  @Override
  public String toString() {
    return "Command[" + name + "]";
  }
}
