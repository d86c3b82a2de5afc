package dev.gatehouse.app;

import dev.gatehouse.app.config.BotsConfig;
import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.RealmConfig;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.Job;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.messages.IcuMessages;
import dev.gatehouse.telegram.Telegram;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bots of the realms, but for those that are run elsewhere, which have a secret by which they are known here. */
record Bots(List<Telegram.RunningBot> running) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bots.class);
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final String WEBHOOK = "telegram/webhook";

  /** What bots have in common. */
  record House(
      Gatehouse gatehouse,
      Foundation foundation,
      IcuMessages messages,
      World world,
      MeterRegistry meters) {}

  static Bots of(Configuration config, HttpServer.Settings settings, House house) {
    return new Bots(
        all(config, settings).map(one -> one.running(config.bots(), house)).toList());
  }

  /** In which realms one runs here. */
  static List<RealmKey> realms(Configuration config, HttpServer.Settings settings) {
    return all(config, settings).map(one -> one.realm().key()).toList();
  }

  private static Stream<One> all(Configuration config, HttpServer.Settings settings) {
    return config.realms().realms().stream()
        .flatMap(realm -> realm.talks().stream()
            .map(token ->
                new Bots.One(realm(settings, realm), token, webhook(config, settings, realm))));
  }

  private static Realm realm(HttpServer.Settings settings, RealmConfig config) {
    return settings.realms().stream()
        .map(HttpServer.RealmDoor::realm)
        .filter(realm -> realm.key().equals(config.key()))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Telegram.Webhook> webhook(
      Configuration config, HttpServer.Settings settings, RealmConfig realm) {
    boolean meant = config
        .realms()
        .fallback()
        .map(realm.key()::equals)
        .orElse(config.realms().realms().size() == 1);
    return Optional.of(config.bots().webhook())
        .filter(secrets -> meant && !secrets.isEmpty())
        .map(secrets ->
            new Telegram.Webhook(URI.create(settings.publicUrl() + "/" + WEBHOOK), secrets));
  }

  private record One(Realm realm, Telegram.BotToken token, Optional<Telegram.Webhook> webhook) {
    Telegram.RunningBot running(BotsConfig config, House house) {
      return Telegram.bot(
          new Telegram.BotSettings(
              realm,
              token,
              config.api(),
              webhook,
              realm.issuer(),
              realm.issuer() + "/bot-link#token="),
          new Telegram.BotHouse(
              house.gatehouse(),
              house.foundation().storage().leases(),
              house.messages(),
              HttpClient.newBuilder()
                  .connectTimeout(CONNECTING)
                  .followRedirects(HttpClient.Redirect.NEVER)
                  .build(),
              house.world().clock(),
              house.world().randomness(),
              new Told(realm, house.meters()),
              Telegram.Places.NONE,
              Telegram.OwnCommands.NONE));
    }
  }

  /** Logs and measures. */
  private static final class Told implements Telegram.BotListener {
    private final Realm realm;
    private final MeterRegistry meters;
    private final AtomicBoolean leads = new AtomicBoolean();

    Told(Realm realm, MeterRegistry meters) {
      this.realm = realm;
      this.meters = meters;
      meters.gauge(
          "gatehouse.telegram.leader",
          List.of(io.micrometer.core.instrument.Tag.of("realm", realm.key().value())),
          leads,
          now -> now.get() ? 1 : 0);
    }

    @Override
    public void warned(String words) {
      LOG.warn("the bot of realm {}: {}", realm.key(), words);
    }

    @Override
    public void asked(String method, String outcome) {
      meters
          .counter("gatehouse.telegram.calls", "method", method, "outcome", outcome)
          .increment();
    }

    @Override
    public void leads(boolean now) {
      leads.set(now);
      LOG.info(
          "this node {} the updates of the bot of realm {}",
          now ? "fetches" : "no longer fetches",
          realm.key());
    }
  }

  List<Job> jobs() {
    return running.stream().flatMap(bot -> bot.jobs().stream()).toList();
  }

  /** The one bot to which updates are delivered, if there is one. */
  TelegramUpdates updates() {
    return Stream.concat(
            running.stream().map(Telegram.RunningBot::updates), Stream.of(TelegramUpdates.NONE))
        .filter(updates -> updates != TelegramUpdates.NONE)
        .findFirst()
        .orElse(TelegramUpdates.NONE);
  }

  @Override
  public void close() throws Exception {
    for (Telegram.RunningBot bot : running) {
      bot.close();
    }
  }
}
