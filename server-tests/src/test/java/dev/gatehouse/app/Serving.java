package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.config.RealmConfig;
import dev.gatehouse.app.config.RealmsConfig;
import dev.gatehouse.app.config.TelegramConfig;
import dev.gatehouse.app.seeing.Logs;
import dev.gatehouse.application.Job;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.telegram.Forge;
import dev.gatehouse.telegram.Telegram;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server as {@code serve} runs it, with the configuration that {@code serve} reads, but in this JVM and on a scratch database. There is no mail
 * server: mails stay in the outbox.
 */
public final class Serving implements AutoCloseable {
  public static final String HOST = "id.example.com";
  public static final String SHOP = "shop.example.com";
  public static final String CREW = "crew.example.com";

  /** A page of another origin which is listed for tokens in the body. */
  public static final String BEARER_PAGE = "https://spa.example.org";

  public static final String METRICS_TOKEN = "a token for whoever measures";

  public static final String SERVICE = "orders";
  public static final String SERVICE_SECRET = "a-secret-of-the-service-of-orders";

  /** Of the program of the default realm's bot, whose token is {@link Forge#TOKEN}. */
  public static final String BOT_SECRET = "a-secret-of-the-program-of-the-bot";

  /** The same of the bot of the shop, whose token is {@link Forge#OTHER_TOKEN}. */
  public static final String SHOP_BOT_SECRET = "a-secret-of-the-bot-of-the-other-realm";

  private static final String BOT_TOKEN = "GATEHOUSE_TELEGRAM_BOT_TOKEN";

  private static final String REALMS = """
      {"realms": [
        {"key": "main", "default": true, "registration": "REGISTRATION", "origins": ["https://app.example.net"], "bearer_origins": ["https://spa.example.org"]},
        {"key": "shop", "registration": "open", "hosts": ["shop.example.com"],
         "telegram": {"bots": [{"token": "OTHER"}], "username": "ShopBot", "secrets": ["SECRET"]}},
        {"key": "shut", "registration": "closed", "hosts": ["shut.example.com"],
         "telegram": {"bots": [{"token": "77:TEST"}], "username": "ShutBot"}},
        {"key": "crew", "kind": "staff", "registration": "open", "hosts": ["crew.example.com"]}
      ]}
      """;

  private final PGSimpleDataSource database;
  private final Map<String, String> environment;
  private final UnaryOperator<Configuration> otherwise;
  private final String registration;
  private final Shifted clock = new Shifted();
  private final Closing closing = new Closing();
  private final Path folder;
  private final URI base;

  private Serving(
      PGSimpleDataSource database,
      Map<String, String> given,
      UnaryOperator<Configuration> otherwise,
      String registration) {
    this.database = database;
    this.otherwise = otherwise;
    this.registration = registration;
    this.folder = folder(registration);
    this.environment = new HashMap<>(given);
    environment.put("GATEHOUSE_DATA_DIR", folder.toString());
    environment.put("GATEHOUSE_REALMS_FILE", folder.resolve("realms.json").toString());
    Outside outside = new Outside(
        environment, new World(clock, World.real().randomness()), System.out, System.err);
    Logs.forCommands();
    Configuration config = otherwise.apply(
        withSignedBot(Configuration.read(outside.given(Optional.empty()), Mode.SERVE)));
    this.base = new Server(config, outside.world(), closing).start();
  }

  /** One {@linkplain #behindProxy behind a proxy} for all tests that leave it as it is: they share nothing else. */
  public static Serving shared() {
    return Shared.SERVER;
  }

  /** Behind a proxy on this machine, which tells it from where a request comes. */
  public static Serving behindProxy() {
    return start(Map.of("GATEHOUSE_TRUSTED_PROXIES", "127.0.0.0/8"));
  }

  /** Behind a proxy on this machine which tells it in {@code Forwarded} from where a request comes. */
  public static Serving behindModernProxy() {
    return start(Map.of(
        "GATEHOUSE_TRUSTED_PROXIES", "127.0.0.0/8", "GATEHOUSE_FORWARDED_HEADER", "Forwarded"));
  }

  /** Reached directly: it believes nobody who says he is somebody else. */
  public static Serving direct() {
    return start(Map.of());
  }

  /** Behind such a proxy, with a Redis. */
  public static Serving withRedis(String url) {
    return start(Map.of("GATEHOUSE_TRUSTED_PROXIES", "127.0.0.0/8", "GATEHOUSE_REDIS_URL", url));
  }

  /** Behind such a proxy, with a bot of its own that talks with a stand-in for Telegram on this machine. */
  public static Serving withBot(URI standIn, String token, String username, String registration) {
    return start(
        Map.of(
            "GATEHOUSE_TRUSTED_PROXIES",
            "127.0.0.0/8",
            BOT_TOKEN,
            token,
            "GATEHOUSE_TELEGRAM_BOT_USERNAME",
            username,
            "GATEHOUSE_TELEGRAM_API_URL",
            standIn.toString()),
        read -> read,
        registration);
  }

  /** Behind such a proxy, with a client of Telegram's OpenID, for which a stand-in on this machine speaks: no configuration for {@code serve} takes one. */
  public static Serving withTelegram(URI standIn, String clientSecret) {
    return start(
        Map.of(
            "GATEHOUSE_TRUSTED_PROXIES",
            "127.0.0.0/8",
            "GATEHOUSE_TELEGRAM_CLIENT_SECRET",
            clientSecret,
            "GATEHOUSE_TELEGRAM_API_URL",
            standIn.toString()),
        read -> with(read, read.realms(), standIn),
        "open");
  }

  /** The default realm has a bot more, of which only the id is known: for it Telegram signs, here by {@link Forge#MINI_APP_KEY}. */
  private static Configuration withSignedBot(Configuration read) {
    List<RealmConfig> realms = read.realms().realms().stream()
        .map(realm -> realm.key().value().equals("main") ? withSignedBot(realm) : realm)
        .toList();
    return with(read, new RealmsConfig(realms, read.realms().fallback()), read.telegramIssuer());
  }

  private static RealmConfig withSignedBot(RealmConfig realm) {
    TelegramConfig bots = realm.telegram().orElseThrow();
    return realm.with(new TelegramConfig(
        new Telegram.Settings(
            Stream.concat(
                    bots.proofs().bots().stream(),
                    Stream.of(Telegram.Bot.withoutToken(Forge.SIGNED_BOT)))
                .toList(),
            bots.proofs().maxAge(),
            Forge.MINI_APP_KEY),
        bots.door(),
        bots.clientSecret()));
  }

  private static Configuration with(Configuration read, RealmsConfig realms, URI telegramIssuer) {
    return new Configuration(
        read.mode(),
        read.http(),
        read.dataDir(),
        read.database(),
        read.master(),
        read.redis(),
        read.mail(),
        read.messages(),
        realms,
        telegramIssuer,
        read.bots(),
        read.auditKept(),
        read.unused());
  }

  private static Serving start(Map<String, String> more) {
    return start(more, read -> read, "open");
  }

  private static Serving start(
      Map<String, String> more, UnaryOperator<Configuration> otherwise, String registration) {
    PGSimpleDataSource database = ScratchPostgres.database();
    Map<String, String> environment = new HashMap<>(more);
    environment.put("GATEHOUSE_HTTP_PORT", "0");
    environment.put("GATEHOUSE_PUBLIC_URL", "https://" + HOST);
    environment.put("GATEHOUSE_METRICS_TOKEN", METRICS_TOKEN);
    environment.put("GATEHOUSE_SERVICES", SERVICE + ":" + SERVICE_SECRET);
    if (!more.containsKey(BOT_TOKEN)) {
      environment.put(BOT_TOKEN, Forge.TOKEN);
      environment.put("GATEHOUSE_TELEGRAM_BOT_USERNAME", "GatehouseBot");
      environment.put("GATEHOUSE_TELEGRAM_BOT_SECRET", BOT_SECRET);
    }
    environment.putIfAbsent("GATEHOUSE_ANSWER_FLOOR_MS", "0");
    // bots without a secret are run here, and nobody is there to talk to
    environment.putIfAbsent("GATEHOUSE_TELEGRAM_API_URL", "http://127.0.0.1:9");
    environment.put(
        "GATEHOUSE_DATABASE_URL",
        "postgresql://postgres:postgres@localhost:" + database.getPortNumbers()[0] + "/"
            + database.getDatabaseName());
    environment.put("GATEHOUSE_MASTER_KEY", Base64.getEncoder().encodeToString(Fixtures.bytes(32)));
    return new Serving(database, environment, otherwise, registration);
  }

  private static Path folder(String registration) {
    try {
      Path folder = Files.createTempDirectory("serving-");
      Files.writeString(
          folder.resolve("realms.json"),
          REALMS
              .replace("REGISTRATION", registration)
              .replace("OTHER", Forge.OTHER_TOKEN)
              .replace("SECRET", SHOP_BOT_SECRET));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another node on the same database. */
  public Serving beside() {
    return beside(registration);
  }

  /**
   * Another node, as of after the operator has changed his mind about the default realm.
   *
   * @param registration {@code open}, {@code invite_only} or {@code closed}
   */
  public Serving beside(String registration) {
    return new Serving(database, environment, otherwise, registration);
  }

  /** Where it is on this machine. */
  public URI base() {
    return base;
  }

  public int port() {
    return base.getPort();
  }

  public PGSimpleDataSource database() {
    return database;
  }

  public MasterKeys master() {
    return configuration().master().orElseThrow();
  }

  /** What time it is for this node. */
  public Instant now() {
    return clock.instant();
  }

  /** From now on it is that much later for this node. */
  public void advance(Duration by) {
    clock.now.updateAndGet(now -> Clock.offset(now, by));
  }

  /** From now on no time goes by for this node but what {@link #advance} says. */
  public void standStill() {
    clock.now.updateAndGet(now -> Clock.fixed(now.instant(), now.getZone()));
  }

  /** Runs a command of an operator's, as the command line does; what it said. */
  public String command(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = Main.run(new Outside(environment, World.real(), out, out), words);
    if (code != 0) {
      throw new AssertionError("exit code " + code + ": " + said.toString(StandardCharsets.UTF_8));
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Runs one piece of the periodic work once, to its end, as a node beside this one would. */
  public void work(String name) {
    World world = World.real();
    Configuration config = configuration();
    try (Closing beside = new Closing()) {
      Core.builder(
              Foundation.production(config, beside),
              world,
              Engines.prepared(world),
              Core.realms(config.realms(), config.http().publicUrl().orElseThrow()))
          .build()
          .jobs()
          .stream()
          .filter(job -> job.name().equals(name))
          .findFirst()
          .map(Job::work)
          .orElseThrow()
          .run();
    }
  }

  private Configuration configuration() {
    Outside outside = new Outside(environment, World.real(), System.out, System.err);
    return Configuration.read(outside.given(Optional.empty()), Mode.SERVE);
  }

  @Override
  public void close() {
    closing.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Shared {
    static final Serving SERVER = behindProxy();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "serving-stop"));
    }
  }

  /** The machine's clock, until the test says otherwise. */
  private static final class Shifted extends Clock {
    private final AtomicReference<Clock> now =
        new AtomicReference<>(World.real().clock());

    @Override
    public Instant instant() {
      return now.get().instant();
    }

    @Override
    public ZoneId getZone() {
      return now.get().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for another zone");
    }
  }
}
