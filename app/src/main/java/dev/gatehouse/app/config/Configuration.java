package dev.gatehouse.app.config;

import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.mail.SmtpMail;
import dev.gatehouse.messages.IcuMessages;
import dev.gatehouse.redis.Redis;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be configured, read and judged.
 *
 * @param database empty in embedded mode, which brings its own
 * @param master empty in embedded mode, which makes one
 * @param redis empty where there is none, and in embedded mode
 * @param mail empty where nobody takes mails, and in embedded mode
 * @param messages what people read, where some of it is the operator's own
 * @param telegramIssuer who speaks for Telegram by OpenID
 * @param bots how bots are run
 * @param auditKept how long the audit trail is kept
 * @param unused keys that are set and do nothing yet
 */
public record Configuration(
    Mode mode,
    HttpConfig http,
    Path dataDir,
    Optional<DatabaseConfig> database,
    Optional<MasterKeys> master,
    Optional<Redis.Settings> redis,
    Optional<SmtpMail.Settings> mail,
    Optional<IcuMessages> messages,
    RealmsConfig realms,
    URI telegramIssuer,
    BotsConfig bots,
    Duration auditKept,
    List<Key> unused) {

  /** @throws Misconfigured naming every mistake */
  public static Configuration read(Given given, Mode mode) {
    Reading reading = new Reading(given);
    HttpConfig http = HttpConfig.read(reading, mode);
    Path dataDir = reading.read(Key.DATA_DIR, Path::of).orElse(Path.of("data"));
    Optional<DatabaseConfig> database = Optional.empty();
    Optional<MasterKeys> master = Optional.empty();
    Optional<Redis.Settings> redis = Optional.empty();
    Optional<SmtpMail.Settings> mail = Optional.empty();
    if (mode == Mode.SERVE) {
      database = DatabaseConfig.read(reading);
      master = reading.need(Key.MASTER_KEY, MasterKeyConfig::parse);
      redis = reading.read(Key.REDIS_URL, Redis.Settings::of);
      mail = MailConfig.read(reading);
    } else {
      reading.refuse(Key.DATABASE_URL, "dev brings its own database; serve takes yours");
      reading.refuse(Key.DATABASE_LISTEN_URL, "dev brings its own database");
      reading.refuse(Key.DATABASE_CONNECTIONS, "dev brings its own database");
      reading.refuse(Key.REDIS_URL, "dev is one node, and has nobody to share with");
      reading.refuse(Key.SMTP_URLS, "dev keeps mails at /dev/mailbox");
      reading.refuse(Key.MAIL_FROM, "dev sends no mails");
      reading.refuse(Key.MAIL_REPLY_TO, "dev sends no mails");
      reading.refuse(Key.MASTER_KEY, "dev makes its own, and keeps it in the data folder");
    }
    Optional<IcuMessages> messages = reading.read(Key.MESSAGES, Configuration::messages);
    RealmsConfig realms = RealmsConfig.read(reading, mode, http);
    URI telegramIssuer = TelegramConfig.issuer(reading, mode);
    BotsConfig bots = BotsConfig.read(reading);
    Duration auditKept =
        reading.read(Key.AUDIT_DAYS, Configuration::auditDays).orElse(Duration.ofDays(400));
    reading.finish();
    Configuration config = new Configuration(
        mode,
        http,
        dataDir,
        database,
        master,
        redis,
        mail,
        messages,
        realms,
        telegramIssuer,
        bots,
        auditKept,
        reading.unused());
    reading.judge(() -> Listening.of(config, http.port()));
    reading.finish();
    return config;
  }

  private static IcuMessages messages(String folder) {
    Path path = Path.of(folder);
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException("is no folder");
    }
    try {
      return IcuMessages.open(path);
    } catch (UncheckedIOException unreadable) {
      throw new IllegalArgumentException("cannot be read", unreadable);
    }
  }

  private static Duration auditDays(String text) {
    int days = Integer.parseInt(text);
    if (days < 30 || days > 3650) {
      throw new IllegalArgumentException("out of range");
    }
    return Duration.ofDays(days);
  }

  /** Only the database, for what touches nothing else. */
  public static DatabaseConfig database(Given given) {
    Reading reading = new Reading(given);
    Optional<DatabaseConfig> database = DatabaseConfig.read(reading);
    reading.finish();
    return database.orElseThrow();
  }

  @Override
  public String toString() {
    return "Configuration[" + mode + "]";
  }
}
