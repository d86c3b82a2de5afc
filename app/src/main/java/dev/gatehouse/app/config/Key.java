package dev.gatehouse.app.config;

import java.util.Arrays;
import java.util.Optional;

/** Every key there is. {@code docs/configuration.md} lists them in the same words. */
public enum Key {
  HTTP_HOST(
      "127.0.0.1",
      "a host name or address of this machine; `dev` takes loopback only",
      "where the server listens"),
  HTTP_PORT("8080", "0 to 65535; 0 picks a free one", "the port it listens on"),
  DATA_DIR(
      "./data",
      "a folder that exists or can be made",
      "the ready file; with `dev` also PostgreSQL, its password and the master key"),
  PUBLIC_URL(
      "",
      "`https://id.example.com`: no path, user, query or fragment; `http` for loopback hosts only",
      "how the world reaches the server: issuer of the tokens, and base of every link. `serve` needs it; `dev` makes it of host and port"),
  DATABASE_URL(
      "",
      "`postgresql://user:password@host:5432/database` or `jdbc:postgresql://...?user=...&password=...`; several hosts as `host:5432,host:5432`",
      "the database, PostgreSQL 15 or newer; of several hosts the one that is the primary, see below; `dev` brings its own and refuses one"),
  DATABASE_LISTEN_URL(
      "",
      "as `GATEHOUSE_DATABASE_URL`; user and password both, or neither",
      "a direct way to the database, where the other leads through a pooler such as pgbouncer: `migrate` goes by it, and what was revoked is read and heard of by it; as the other's user unless it names one"),
  DATABASE_CONNECTIONS(
      "10",
      "1 to 1000",
      "connections of each node for its work, at most; see below for the few it has besides"),
  REDIS_URL(
      "",
      "`redis://user:password@host:6379/0`, `redis+sentinel://user:password@host:26379,host:26379/master` or `redis+cluster://user:password@host:6379,host:6379`; with `rediss` for TLS",
      "where rates are counted for all nodes together, and revocations announced to them; without one, in the database. It may be lost, see below; `dev` refuses one"),
  MASTER_KEY(
      "",
      "base64 of 32 random bytes (`openssl rand -base64 32`), or a ring of them: `1:...,2:...`, where the highest number seals",
      "seals what must not be read in the database; never stored there. `serve` needs it; `dev` makes one"),
  SMTP_URLS(
      "",
      "`smtp://user:password@host:587` (with STARTTLS, which is insisted on but on loopback or with `?starttls=never`) or `smtps://user:password@host:465`; several separated by commas",
      "who takes mails: of several the first one that does. Without it mails wait in the outbox; `dev` has a mailbox of its own and refuses one"),
  MAIL_FROM(
      "",
      "`Name <name@example.com>` or an address",
      "the sender of mails; needed with `GATEHOUSE_SMTP_URLS`"),
  MAIL_REPLY_TO(
      "", "`Name <name@example.com>` or an address", "to whom answers to mails go, if not there"),
  MESSAGES(
      "",
      "a folder of files such as `it.properties`",
      "texts of your own, which go before ours, or add a language: see [messages](messages.md)"),
  AUDIT_DAYS(
      "400",
      "30 to 3650",
      "days for which the audit trail is kept; a month of it goes when the last of its days is older"),
  TRUSTED_PROXIES(
      "",
      "networks separated by commas: `10.0.0.0/8,2001:db8::/32`",
      "who is believed about the client's address; `dev` believes nobody"),
  FORWARDED_HEADER(
      "X-Forwarded-For",
      "`X-Forwarded-For` or `Forwarded`",
      "the header in which those proxies say it; the other one is never read"),
  ANSWER_FLOOR_MS(
      "100",
      "0 to 1000",
      "milliseconds that registering, verifying a code, asking for another or for a new password, and failing at that or to sign in, take at least, so that their time does not tell whether an address is known; more than the database and a password hash need for them"),
  METRICS_TOKEN(
      "",
      "16 characters or more",
      "`/metrics` asks for it as a bearer token; without one nobody may read it, with `dev` only this machine"),
  SERVICES(
      "",
      "`name:secret,other:secret`: names of `a-z 0-9 -`, secrets of 32 to 200 of `A-Z a-z 0-9 . _ -` (`openssl rand -hex 32`); a name may come twice, so that a secret can be replaced",
      "other services, which may follow `/revocations` and introspect tokens, by HTTP Basic; without it nobody may"),
  TELEGRAM_BOT_TOKEN(
      "",
      "`123456:...`, as BotFather gives it",
      "lets people in by Telegram, to the default realm or the only one: what its Mini Apps and Login Widget say of somebody is believed. Who has it can be anybody there; other realms have bots of their own in the realms file"),
  TELEGRAM_BOT_USERNAME(
      "",
      "the bot's name without the `@`",
      "for links that lead to that bot; without it no browser is let in by somebody's telephone"),
  TELEGRAM_BOT_SECRET(
      "",
      "32 to 200 of `A-Z a-z 0-9 . _ -` (`openssl rand -hex 32`), or two of them separated by a comma, so that one can take the other's place",
      "what runs that bot elsewhere shows it in `X-Telegram-Bot-Secret`, and is believed about who somebody is at Telegram; without it nothing is"),
  TELEGRAM_MAX_AGE_SECONDS(
      "300", "1 to 86400", "seconds for which what that bot's Mini Apps and widget gave is good"),
  TELEGRAM_CLIENT_SECRET(
      "",
      "8 to 256 characters without blanks, as BotFather shows it",
      "sends browsers to Telegram's OpenID, as the client that this bot is; without it only what apps were given there counts. Register `<public URL>/api/v1/oauth/telegram/callback` with BotFather, and every `redirect_uri` of your own pages"),
  TELEGRAM_OIDC_ISSUER(
      "https://oauth.telegram.org",
      "`https://` and a host; with `dev` also `http://` and a loopback host",
      "who speaks for Telegram: another one is for trying things out"),
  TELEGRAM_API_URL(
      "",
      "`https://api.telegram.org` or a Bot API server of your own; `http` for loopback hosts only",
      "where the Bot API is; the bots are run here unless they have secrets, by which they are known where they run"),
  TELEGRAM_WEBHOOK_SECRET(
      "",
      "16 to 256 of `A-Z a-z 0-9 _ -` (`openssl rand -hex 32`), or two of them separated by a comma, of which Telegram is told the first",
      "Telegram delivers what people write to the bot of the default realm, or the only one, to `/telegram/webhook`, and shows this; without it one node fetches it"),
  REALMS_FILE(
      "",
      "a JSON file, see below",
      "the realms; without it there is one, `main`, for customers: open to registration with `dev`, closed with `serve`");

  private static final String PREFIX = "GATEHOUSE_";

  private final String fallback;
  private final String accepted;
  private final String meaning;

  Key(String fallback, String accepted, String meaning) {
    this.fallback = fallback;
    this.accepted = accepted;
    this.meaning = meaning;
  }

  /** As it is written in the environment and in {@code gatehouse.conf}. */
  public String variable() {
    return PREFIX + name();
  }

  /** The value where none is given; empty where there is none. */
  public Optional<String> fallback() {
    return Optional.of(fallback).filter(f -> !f.isEmpty());
  }

  public String accepted() {
    return accepted;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether its value holds a secret, and is never shown. */
  public boolean secret() {
    return switch (this) {
      case DATABASE_URL,
          DATABASE_LISTEN_URL,
          REDIS_URL,
          MASTER_KEY,
          SMTP_URLS,
          METRICS_TOKEN,
          SERVICES,
          TELEGRAM_BOT_TOKEN,
          TELEGRAM_BOT_SECRET,
          TELEGRAM_CLIENT_SECRET,
          TELEGRAM_WEBHOOK_SECRET -> true;
      default -> false;
    };
  }

  /** Whether this version understands it and does nothing with it. */
  public boolean unused() {
    return meaning.equals("not used yet");
  }

  static boolean looksLike(String variable) {
    return variable.startsWith(PREFIX);
  }

  static Optional<Key> of(String variable) {
    return Arrays.stream(values()).filter(k -> k.variable().equals(variable)).findFirst();
  }
}
