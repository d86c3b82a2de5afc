package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.HttpConfig;
import dev.gatehouse.app.config.Key;
import dev.gatehouse.app.config.Listening;
import dev.gatehouse.app.config.Misconfigured;
import dev.gatehouse.app.config.Mistake;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.embedded.DataFolder;
import dev.gatehouse.app.embedded.DevMailbox;
import dev.gatehouse.app.seeing.EventLog;
import dev.gatehouse.app.seeing.EventMetrics;
import dev.gatehouse.app.seeing.JobMetrics;
import dev.gatehouse.app.seeing.NodeMetrics;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.Job;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.mail.SmtpMail;
import dev.gatehouse.messages.IcuMessages;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.telegram.Telegram;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, wired; what is opened first is closed last. */
final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration MEASURES = Duration.ofSeconds(30);
  private static final Duration CONNECTS = Duration.ofSeconds(5);
  private static final Duration LOOKS_AT_REDIS = Duration.ofSeconds(2);

  private final Configuration config;
  private final World world;
  private final Closing closing;

  Server(Configuration config, World world, Closing closing) {
    this.config = config;
    this.world = world;
    this.closing = closing;
  }

  /** Starts, and gives the URL at which it answers on this machine. */
  URI start() {
    boolean dev = config.mode() == Mode.DEV;
    config
        .unused()
        .forEach(
            key -> LOG.warn("{} is set, and this version does not use it yet", key.variable()));
    Future<Engines> preparing = Engines.preparing(world, closing);
    HttpConfig http = config.http();
    if (!Ports.free(http.host(), http.port())) {
      // rather than after a database has been made
      throw unusable(http.host(), http.port());
    }
    DataFolder folder = closing.add(DataFolder.open(config.dataDir()));
    Foundation foundation = dev
        ? Foundation.embedded(folder, world.randomness(), closing)
        : Foundation.production(config, closing);
    ReadyFile.forget(config.dataDir());
    IcuMessages messages = config.messages().orElseGet(IcuMessages::open);
    Optional<DevMailbox> mailbox =
        dev ? Optional.of(mailbox(foundation, messages)) : Optional.empty();
    PrometheusMeterRegistry meters = closing
        .add(new Meters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
        .registry();
    Engines engines = Engines.of(preparing);
    HttpServer.Settings settings = settings();
    Telegram.OpenIds openIds = openIds();
    Gatehouse.Builder builder = Core.builder(
            foundation,
            world,
            engines,
            settings.realms().stream()
                .map(HttpServer.RealmDoor::realm)
                .toArray(dev.gatehouse.domain.realm.Realm[]::new))
        .identityProofs(Telegram.proofs(config.realms().telegram(), openIds))
        .identityProviders(openIds)
        .auditKept(config.auditKept())
        .listener(new EventLog())
        .listener(new EventMetrics(meters))
        .revocationLag(NodeMetrics.revocationLag(meters));
    Bots.realms(config, settings).forEach(realm -> builder.messenger(realm, Telegram.PROVIDER));
    mailbox.ifPresent(builder::mailSender);
    config
        .mail()
        .map(where -> closing.add(SmtpMail.open(
            where, letters(messages), said -> LOG.warn("a mail was not taken: {}", said))))
        .ifPresent(builder::mailSender);
    Optional<Redis> redis =
        config.redis().map(where -> closing.add(Redis.open(where, world.clock())));
    redis.ifPresent(r -> builder.throttle(r.throttle()).announcements(r.announcements()));
    Gatehouse gatehouse = builder.build();
    NodeMetrics metrics = new NodeMetrics(
        meters, gatehouse, foundation.storage(), engines.passwords(), world.clock());
    List<Job> jobs = new ArrayList<>(gatehouse.jobs());
    jobs.add(new Job("measures", MEASURES, metrics::readStore));
    redis.ifPresent(r -> {
      NodeMetrics.redis(meters, r);
      jobs.add(new Job("redis", LOOKS_AT_REDIS, r::check));
    });
    Bots bots =
        Bots.of(config, settings, new Bots.House(gatehouse, foundation, messages, world, meters));
    jobs.addAll(bots.jobs());
    closing.add(new Jobs(jobs, new JobMetrics(meters, world.clock()), world.clock()));
    // ends before its jobs are: it finishes what it has begun
    closing.add(bots);
    HttpServer server = closing.add(listen(
        gatehouse,
        settings,
        new Node(gatehouse, mailbox, bots.updates(), messages, meters, world.clock()),
        meters));
    URI base = http.here(server.port());
    closing.add(ReadyFile.write(config.dataDir(), base));
    return base;
  }

  private DevMailbox mailbox(Foundation foundation, IcuMessages messages) {
    return DevMailbox.open(
        foundation.settings(), foundation.master(), messages, world.clock(), world.randomness());
  }

  private static Function<Mail, SmtpMail.Letter> letters(IcuMessages messages) {
    return mail -> {
      IcuMessages.Letter letter = messages.letter(mail);
      return new SmtpMail.Letter(letter.subject(), letter.text(), letter.html());
    };
  }

  /** Without a client, and its threads, where there is no bot of our own. */
  private Telegram.OpenIds openIds() {
    Map<RealmKey, Telegram.OpenId> realms = config.realms().openIds(config.telegramIssuer());
    return realms.isEmpty()
        ? Telegram.OpenIds.NONE
        : Telegram.OpenIds.of(
            realms,
            HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTS)
                .build());
  }

  private HttpServer listen(
      Gatehouse gatehouse,
      HttpServer.Settings settings,
      HttpServer.Neighbours neighbours,
      PrometheusMeterRegistry meters) {
    try {
      return HttpServer.start(gatehouse, settings, neighbours, meters);
    } catch (RuntimeException e) {
      if (Ports.free(settings.host(), settings.port())) {
        throw e;
      }
      throw unusable(settings.host(), settings.port());
    }
  }

  private static Misconfigured unusable(String host, int port) {
    return new Misconfigured(
        Ports.free(host, 0)
            ? new Mistake(
                Key.HTTP_PORT.variable(),
                "is " + port + ", on which something listens already, or may not be used",
                "a free port; 0 finds one")
            : new Mistake(
                Key.HTTP_HOST.variable(),
                "is " + host + ", which is no address of this machine",
                "one of its own; 0.0.0.0 stands for all"));
  }

  private HttpServer.Settings settings() {
    HttpConfig http = config.http();
    // in embedded mode the issuer is made of the port, so that has to be known beforehand
    int port =
        http.port() == 0 && http.publicUrl().isEmpty() ? Ports.anyFree(http.host()) : http.port();
    return Listening.of(config, port);
  }

  /** What closes a registry does not say so by its type in every version. */
  private record Meters(PrometheusMeterRegistry registry) implements AutoCloseable {
    @Override
    public void close() {
      registry.close();
    }
  }

  static List<String> banner(URI base) {
    return List.of(
        "Gatehouse runs in embedded mode at " + base + ", for this machine only.",
        "Mails are at " + base + "/dev/mailbox, the API at " + base + "/docs. Ctrl-C stops it.");
  }
}
