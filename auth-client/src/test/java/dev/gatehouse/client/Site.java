package dev.gatehouse.client;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A real server over fakes, which can go away and come back; people in it; and clients, whose requests are counted. */
final class Site implements AutoCloseable {
  static final String SERVICE = "orders";
  static final String SECRET = "a-secret-of-the-service-of-orders";
  static final String KEYS = "/.well-known/jwks.json";
  static final String FEED = "/revocations";
  static final String INTROSPECTION = "/api/v1/auth/introspect";

  final InMemoryStorage storage = new InMemoryStorage();
  final House house =
      House.over(new InMemoryStorage()).with(new JwtAccessTokens()).node(storage);
  final House.Person person = house.person();

  private final Counted http = new Counted();
  private HttpServer server = serve(house, 0);
  private final int port = server.port();

  private HttpServer serve(House node, int at) {
    HttpServer.Settings settings = new HttpServer.Settings(
        "127.0.0.1",
        at,
        URI.create("http://localhost:8080"),
        true,
        List.of(
            door(node.realm(), "gh_"),
            door(node.otherRealm(), "other_"),
            door(node.staffRealm(), "staff_")),
        Optional.empty(),
        List.of(),
        HttpServer.ForwardedHeader.X_FORWARDED_FOR,
        Optional.empty(),
        List.of(new HttpServer.Service(SERVICE, SECRET)),
        Duration.ofSeconds(5),
        Duration.ZERO);
    return HttpServer.start(node.gatehouse(), settings, nobody(), new SimpleMeterRegistry());
  }

  private static HttpServer.RealmDoor door(Realm realm, String namespace) {
    return new HttpServer.RealmDoor(realm, Set.of(), namespace, Set.of(), Set.of());
  }

  private static HttpServer.Neighbours nobody() {
    return new HttpServer.Neighbours() {
      @Override
      public List<String> unready() {
        return List.of();
      }

      @Override
      public HttpServer.Texts texts(Locale wanted) {
        return new HttpServer.Texts(Locale.ENGLISH, false, (key, values) -> key);
      }

      @Override
      public String metrics() {
        return "";
      }

      @Override
      public List<HttpServer.Letter> mailbox(Optional<String> to) {
        return List.of();
      }
    };
  }

  /** How often its clients asked for that. */
  int asked(String path) {
    return http.asked(path);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void goAway() {
    server.close();
  }

  void comeBack() {
    server = serve(house, port);
  }

  /** Another node takes the place of the one that went away. */
  House comeBackAsAnother() {
    House other = house.node(storage);
    server = serve(other, port);
    return other;
  }

  GatehouseClient.Builder client() {
    return GatehouseClient.builder()
        .server(base())
        .realm(
            house.realm().key().value(), house.realm().issuer(), house.realm().audience())
        .service(SERVICE, SECRET)
        .clock(house.clock())
        .http(http);
  }

  /** One that has read everything. */
  GatehouseClient informed() {
    GatehouseClient client = client().build();
    client.refresh();
    client.read();
    return client;
  }

  Tokens signIn() {
    return house.signIn(person).tokens();
  }

  /** As a browser signs in. */
  Tokens signInByCookie() {
    Client browser = new Client(
        house.realm(),
        new ClientAddress("2001:db8::7"),
        "Browser/1.0",
        Transport.COOKIE,
        List.of());
    return ((SignIn.SignedIn) house
            .gatehouse()
            .signInWithPassword()
            .handle(browser, person.name(), person.password(), false))
        .tokens();
  }

  void end(Tokens tokens) {
    house.gatehouse().signOut().handle(person.client(), tokens.claims());
  }

  /** {@code OK}, {@code OUTAGE}, or the code of the refusal. */
  static String verdict(GatehouseClient client, AccessToken token) {
    try {
      client.verify(token.reveal());
      return "OK";
    } catch (Refused refused) {
      return refused.refusal().code();
    } catch (Outage outage) {
      return "OUTAGE";
    }
  }

  static String verdict(GatehouseClient client, Tokens tokens) {
    return verdict(client, tokens.access());
  }

  @Override
  public void close() {
    server.close();
  }
}
