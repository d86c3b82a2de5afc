package dev.gatehouse.app.config;

import dev.gatehouse.http.HttpServer;
import dev.gatehouse.telegram.Telegram;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * By which bots people come in to a realm.
 *
 * @param proofs whose words count
 * @param door where links lead, and who is believed about people
 * @param clientSecret by which the first of the bots is known at Telegram's OpenID; without it no browser is sent there
 */
public record TelegramConfig(
    Telegram.Settings proofs,
    HttpServer.TelegramBot door,
    Optional<Telegram.ClientSecret> clientSecret) {
  /** What is set for the one realm that has no part of the file for itself; empty where nothing is. */
  static Optional<TelegramConfig> read(Reading reading) {
    Optional<Telegram.BotToken> token = reading.read(Key.TELEGRAM_BOT_TOKEN, TelegramConfig::token);
    Optional<String> username =
        reading.read(Key.TELEGRAM_BOT_USERNAME, HttpServer.TelegramBot::username);
    List<HttpServer.BotSecret> secrets =
        reading.read(Key.TELEGRAM_BOT_SECRET, TelegramConfig::secrets).orElse(List.of());
    Duration age = reading
        .read(Key.TELEGRAM_MAX_AGE_SECONDS, TelegramConfig::seconds)
        .orElse(Telegram.Settings.USUAL_AGE);
    Optional<Telegram.ClientSecret> clientSecret =
        reading.read(Key.TELEGRAM_CLIENT_SECRET, TelegramConfig::clientSecret);
    if (!reading.given(Key.TELEGRAM_BOT_TOKEN)) {
      for (Key key : List.of(
          Key.TELEGRAM_BOT_USERNAME,
          Key.TELEGRAM_BOT_SECRET,
          Key.TELEGRAM_CLIENT_SECRET,
          Key.TELEGRAM_MAX_AGE_SECONDS)) {
        reading.refuse(
            key,
            "it is of the bot of GATEHOUSE_TELEGRAM_BOT_TOKEN; a bot of the realms file has its own there");
      }
    }
    return token.map(known -> new TelegramConfig(
        new Telegram.Settings(List.of(Telegram.Bot.of(known)), age, Telegram.MiniAppKey.PRODUCTION),
        new HttpServer.TelegramBot(username, secrets),
        clientSecret));
  }

  /** Who speaks for Telegram. */
  static URI issuer(Reading reading, Mode mode) {
    return reading
        .read(Key.TELEGRAM_OIDC_ISSUER, text -> issuer(text, mode))
        .orElse(Telegram.OpenId.ISSUER);
  }

  private static URI issuer(String text, Mode mode) {
    URI issuer = Telegram.OpenId.checked(URI.create(text));
    if (mode == Mode.SERVE && Telegram.OpenId.plain(issuer)) {
      throw new IllegalArgumentException("which anybody on the machine could be");
    }
    return issuer;
  }

  /**
   * Its own bots there, if it has any; people are asked to let the first write to them where that is the one that talks with them here. A bot that is named by its id
   * alone may be another firm's, which holds tokens of its visitors: they would be good here.
   */
  Optional<Telegram.OpenId> openId(URI issuer, Optional<Telegram.BotToken> talks) {
    List<Long> own = ownBots();
    return own.stream()
        .findFirst()
        .map(first -> new Telegram.OpenId(
            issuer,
            own,
            clientSecret,
            talks.filter(token -> token.botId() == first).isPresent()));
  }

  List<Long> ownBots() {
    return proofs.bots().stream().filter(this::own).map(Telegram.Bot::id).toList();
  }

  /** Of whose token we know, or as which we are known there. */
  private boolean own(Telegram.Bot bot) {
    return bot.token().isPresent()
        || clientSecret.isPresent() && bot.equals(proofs.bots().get(0));
  }

  /** Whether a bot talks with people, here or elsewhere: without one what is begun at a link to it could be confirmed by nobody. */
  boolean confirms() {
    return !door.secrets().isEmpty()
        || proofs.bots().stream().anyMatch(bot -> bot.token().isPresent());
  }

  static Telegram.ClientSecret clientSecret(String text) {
    return new Telegram.ClientSecret(text);
  }

  static Telegram.BotToken token(String text) {
    try {
      return new Telegram.BotToken(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("is no bot's token", wrong);
    }
  }

  private static List<HttpServer.BotSecret> secrets(String text) {
    return new HttpServer.TelegramBot(
            Optional.empty(),
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(HttpServer.BotSecret::new)
                .toList())
        .secrets();
  }

  private static Duration seconds(String text) {
    return age(Duration.ofSeconds(Integer.parseInt(text)));
  }

  /** @throws IllegalArgumentException when proofs may not be as old */
  static Duration age(Duration age) {
    return new Telegram.Settings(
            List.of(Telegram.Bot.withoutToken(1)), age, Telegram.MiniAppKey.PRODUCTION)
        .maxAge();
  }

  @Override
  public String toString() {
    return "TelegramConfig[" + door.username().orElse("?") + "]";
  }
}
