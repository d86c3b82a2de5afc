package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryMessages;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A real server on a free port, over a house of fakes: as in production behind TLS, or in embedded mode. */
final class Node implements AutoCloseable {
  static final String HOST = "id.example.com";
  static final String ORIGIN = "https://" + HOST;
  static final String OTHER_HOST = "other.example.com";
  static final String LISTED = "https://app.example.net";
  static final String MINI_APP = "https://mini.example.org";
  static final String METRICS_TOKEN = "a token for whoever measures";
  static final String SERVICE = "orders";
  static final String SERVICE_SECRET = "a-secret-of-the-service-of-orders";
  static final String NEXT_SECRET = "another-secret-of-the-same-service";
  static final String BOT = "GatehouseBot";
  static final String BOT_SECRET = "a-secret-of-the-program-of-the-bot";
  static final String NEXT_BOT_SECRET = "another-secret-of-the-same-program";
  static final List<String> PROXIES = List.of("127.0.0.0/8", "::1", "10.0.0.0/8");

  final House house;
  final SimpleMeterRegistry meters;
  final List<String> unready = new CopyOnWriteArrayList<>();
  final List<Throwable> unexpected = new CopyOnWriteArrayList<>();
  final List<HttpServer.Answered> answered = new CopyOnWriteArrayList<>();
  final AtomicReference<Supplier<String>> metrics = new AtomicReference<>(() -> "up 1\n");
  final HttpServer.Settings settings;
  final HttpServer server;
  final Conformity conformity;

  private Node(House house, boolean embedded, List<String> proxies, Optional<String> token) {
    this(house, settings(house, embedded, proxies, token, Duration.ZERO), Clock.SYSTEM);
  }

  private Node(House house, HttpServer.Settings settings, Clock clock) {
    this.house = house;
    this.meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    this.settings = settings;
    this.server = HttpServer.start(house.gatehouse(), settings, neighbours(), meters);
    this.conformity = Conformity.to(
        Json.bytes(new OpenApi(new Routes(surroundings()).served(), settings).document()));
  }

  static Node production() {
    return over(new InMemoryStorage());
  }

  static Node over(Storage storage) {
    return over(House.over(storage));
  }

  static Node over(House house) {
    return new Node(house, false, List.of(), Optional.of(METRICS_TOKEN));
  }

  /** Which waits for what is under way when it closes, and for what is told of its answers; the others do not. */
  static Node draining(House house, List<String> proxies) {
    return new Node(
        house,
        settings(
            house,
            false,
            proxies,
            Optional.of(METRICS_TOKEN),
            Duration.ZERO,
            Duration.ofSeconds(10)),
        Clock.SYSTEM);
  }

  /** Behind a proxy on the same machine. */
  static Node behindProxy() {
    return new Node(House.over(new InMemoryStorage()), false, PROXIES, Optional.of(METRICS_TOKEN));
  }

  /** Which answers no earlier than that where it has to be discreet. */
  static Node discreet(Duration floor) {
    House house = House.over(new InMemoryStorage());
    return new Node(
        house, settings(house, false, List.of(), Optional.of(METRICS_TOKEN), floor), Clock.SYSTEM);
  }

  /** Which goes by that clock, but for what the core does. */
  static Node by(Clock clock) {
    House house = House.over(new InMemoryStorage());
    return new Node(
        house, settings(house, false, List.of(), Optional.of(METRICS_TOKEN), Duration.ZERO), clock);
  }

  /** In production, and nobody has said how metrics are asked for. */
  static Node withoutMetricsToken() {
    return new Node(House.over(new InMemoryStorage()), false, List.of(), Optional.empty());
  }

  static Node embedded() {
    return new Node(House.over(new InMemoryStorage()), true, List.of(), Optional.empty());
  }

  private static HttpServer.Settings settings(
      House house, boolean embedded, List<String> proxies, Optional<String> token, Duration floor) {
    return settings(house, embedded, proxies, token, floor, Duration.ZERO);
  }

  private static HttpServer.Settings settings(
      House house,
      boolean embedded,
      List<String> proxies,
      Optional<String> token,
      Duration floor,
      Duration drain) {
    return new HttpServer.Settings(
        "127.0.0.1",
        0,
        URI.create(embedded ? "http://localhost:8080" : ORIGIN),
        embedded,
        List.of(
            withBot(door(house.realm(), "gh_", Set.of())),
            door(house.otherRealm(), "other_", embedded ? Set.of() : Set.of(OTHER_HOST)),
            door(house.staffRealm(), "staff_", Set.of())),
        Optional.of(house.realm().key().value()),
        proxies,
        HttpServer.ForwardedHeader.X_FORWARDED_FOR,
        token,
        token.isPresent()
            ? List.of(
                new HttpServer.Service(SERVICE, SERVICE_SECRET),
                new HttpServer.Service(SERVICE, NEXT_SECRET))
            : List.of(),
        drain,
        floor);
  }

  private static HttpServer.RealmDoor door(Realm realm, String namespace, Set<String> hosts) {
    return new HttpServer.RealmDoor(realm, hosts, namespace, Set.of(LISTED), Set.of(MINI_APP));
  }

  private static HttpServer.RealmDoor withBot(HttpServer.RealmDoor door) {
    return new HttpServer.RealmDoor(
        door.realm(),
        door.hosts(),
        door.cookieNamespace(),
        door.origins(),
        door.bearerOrigins(),
        Optional.of(new HttpServer.TelegramBot(
            Optional.of(BOT),
            List.of(
                new HttpServer.BotSecret(BOT_SECRET), new HttpServer.BotSecret(NEXT_BOT_SECRET)))));
  }

  Surroundings surroundings() {
    return new Surroundings(house.gatehouse(), settings, neighbours(), meters);
  }

  private HttpServer.Neighbours neighbours() {
    return new HttpServer.Neighbours() {
      @Override
      public List<String> unready() {
        return unready;
      }

      @Override
      public HttpServer.Texts texts(Locale wanted) {
        InMemoryMessages all = new InMemoryMessages();
        return new HttpServer.Texts(
            all.language(wanted),
            all.rightToLeft(wanted),
            (key, values) -> all.text(wanted, key, values));
      }

      @Override
      public String metrics() {
        return metrics.get().get();
      }

      @Override
      public List<HttpServer.Letter> mailbox(Optional<String> to) {
        return List.of(new HttpServer.Letter(
                "a@example.com",
                "<b>Hello</b>",
                "your code",
                "<p>your code</p>",
                "VERIFICATION_CODE",
                "en",
                Instant.EPOCH))
            .stream()
            .filter(letter -> to.map(letter.to()::equals).orElse(true))
            .toList();
      }

      @Override
      public void answered(HttpServer.Answered request) {
        answered.add(request);
      }

      @Override
      public void unexpected(String requestId, Throwable failure) {
        unexpected.add(failure);
      }
    };
  }

  int port() {
    return server.port();
  }

  /** An app or server: no browser, tokens in the body. */
  Call call(String method, String path) {
    return new Call(this, method, path)
        .header("Host", settings.embedded() ? "localhost:" + port() : HOST);
  }

  Call post(String path, String... members) {
    return call("POST", Routes.AUTH + path).json(members);
  }

  Call get(String path) {
    return call("GET", Routes.AUTH + path);
  }

  /** As another service. */
  Call service(String method, String path) {
    return call(method, path).header("Authorization", "Basic " + basic(SERVICE, SERVICE_SECRET));
  }

  static String basic(String name, String secret) {
    return Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
  }

  /** As the program of the bot. */
  Call bot(String method, String path) {
    return call(method, "/api/v1" + path).header(Guards.BOT_SECRET, BOT_SECRET);
  }

  Call introspect(String token) {
    return service("POST", Routes.AUTH + "/introspect").form("token=" + token);
  }

  Browser browser() {
    return new Browser(this);
  }

  @Override
  public void close() {
    server.close();
  }
}
