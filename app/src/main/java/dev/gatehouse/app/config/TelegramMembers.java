package dev.gatehouse.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.telegram.Telegram;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what a realm of the file says of Telegram. Much of it is secret: what is said about a mistake quotes nothing. */
final class TelegramMembers {
  private static final Set<String> MEMBERS =
      Set.of("bots", "username", "secrets", "client_secret", "max_age", "mini_app_key");
  private static final Set<String> BOT_MEMBERS = Set.of("token", "id");

  private final JsonNode node;
  private final String at;
  private final Reading reading;
  private boolean wrong;

  TelegramMembers(JsonNode node, String at, Reading reading) {
    this.node = node;
    this.at = at;
    this.reading = reading;
  }

  /** Empty where there is a mistake. */
  Optional<TelegramConfig> config() {
    if (!node.isObject()) {
      wrong("", "is no object", "{\"bots\": [{\"token\": \"...\"}]}");
      return Optional.empty();
    }
    foreign(node, "", MEMBERS);
    List<Telegram.Bot> bots = new ArrayList<>();
    JsonNode listed = list("bots", "a list of {\"token\": \"...\"} or {\"id\": 123456}");
    for (int i = 0; i < listed.size(); i++) {
      bot(listed.get(i), ".bots[" + i + "]").ifPresent(bots::add);
    }
    Optional<String> username = text(
        node.path("username"),
        ".username",
        HttpServer.TelegramBot::username,
        "the bot's name without the @");
    List<HttpServer.BotSecret> secrets = new ArrayList<>();
    JsonNode ring = list("secrets", "a list of one or two secrets");
    for (int i = 0; i < ring.size(); i++) {
      text(
              ring.get(i),
              ".secrets[" + i + "]",
              HttpServer.BotSecret::new,
              "32 to 200 of A-Z a-z 0-9 . _ -")
          .ifPresent(secrets::add);
    }
    Duration age = text(
            node.path("max_age"),
            ".max_age",
            text -> TelegramConfig.age(Duration.parse(text)),
            "a duration (ISO 8601) of 1 second to 24 hours such as PT5M")
        .orElse(Telegram.Settings.USUAL_AGE);
    Telegram.MiniAppKey key = text(
            node.path("mini_app_key"),
            ".mini_app_key",
            TelegramMembers::miniAppKey,
            "production, or test for Telegram's test servers, where anybody is anybody")
        .orElse(Telegram.MiniAppKey.PRODUCTION);
    Optional<Telegram.ClientSecret> clientSecret = text(
        node.path("client_secret"),
        ".client_secret",
        TelegramConfig::clientSecret,
        "the secret of the first bot as BotFather shows it: 8 to 256 characters without blanks");
    return built(
        () -> new Telegram.Settings(bots, age, key),
        () -> new HttpServer.TelegramBot(username, secrets),
        clientSecret);
  }

  private Optional<TelegramConfig> built(
      Supplier<Telegram.Settings> proofs,
      Supplier<HttpServer.TelegramBot> door,
      Optional<Telegram.ClientSecret> clientSecret) {
    if (wrong) {
      return Optional.empty();
    }
    try {
      TelegramConfig config = new TelegramConfig(proofs.get(), door.get(), clientSecret);
      if (config.door().username().isPresent() && !config.confirms()) {
        wrong(
            ".username",
            "is there, and nobody to whom its links lead could let anybody in: no bot has a token, and no program a secret",
            "a bot with a token, which is run here, or secrets of the program that runs it elsewhere; or no username");
      }
      return Optional.of(config).filter(good -> !wrong);
    } catch (IllegalArgumentException refused) {
      wrong(
          "",
          String.valueOf(refused.getMessage()),
          "from one to 64 bots, of different ids, and two different secrets at most");
      return Optional.empty();
    }
  }

  private Optional<Telegram.Bot> bot(JsonNode bot, String member) {
    String accepted =
        "a token as BotFather gives it, or the id alone of a bot whose Mini App data Telegram signs";
    foreign(bot, member, BOT_MEMBERS);
    JsonNode id = bot.path("id");
    boolean byToken = bot.path("token").isTextual();
    boolean byId = id.isIntegralNumber() && id.canConvertToLong() && id.longValue() > 0;
    if (byToken == byId) {
      wrong(member, "has neither token nor id, or both", accepted);
      return Optional.empty();
    }
    return byId
        ? Optional.of(Telegram.Bot.withoutToken(id.longValue()))
        : text(bot.path("token"), member + ".token", TelegramConfig::token, accepted)
            .map(Telegram.Bot::of);
  }

  private static Telegram.MiniAppKey miniAppKey(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "production" -> Telegram.MiniAppKey.PRODUCTION;
      case "test" -> Telegram.MiniAppKey.TEST;
      default -> throw new IllegalArgumentException("another key");
    };
  }

  private void foreign(JsonNode object, String member, Set<String> known) {
    object.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        wrong(
            member + "." + name,
            "is not known",
            String.join(", ", known.stream().sorted().toList()));
      }
    });
  }

  private JsonNode list(String member, String accepted) {
    JsonNode values = node.path(member);
    if (!values.isMissingNode() && !values.isArray()) {
      wrong("." + member, "is no list", accepted);
    }
    return values;
  }

  private <T> Optional<T> text(
      JsonNode value, String member, Function<String, T> parse, String accepted) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    try {
      if (value.isTextual()) {
        return Optional.of(parse.apply(value.textValue()));
      }
    } catch (IllegalArgumentException | DateTimeException unquoted) {
      // told below, without what it was
    }
    wrong(member, "is another", accepted);
    return Optional.empty();
  }

  private void wrong(String member, String found, String accepted) {
    wrong = true;
    reading.mistake(new Mistake(at + ".telegram" + member, found, accepted));
  }
}
