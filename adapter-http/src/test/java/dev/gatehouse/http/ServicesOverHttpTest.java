package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.application.session.FollowRevocations;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The doors for other services: the feed of what is revoked, and introspection. */
class ServicesOverHttpTest {
  private static final String FEED = "/revocations";
  private static final Duration SOON = Duration.ofMillis(900);

  private final Cable cable = Cable.to(new InMemoryStorage());
  private Node node;
  private House.Person person;

  @BeforeEach
  void start() {
    node = Node.over(cable);
    person = node.house.person();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Tokens signIn() {
    return node.house.signIn(person).tokens();
  }

  private String end(Tokens tokens) {
    node.house.gatehouse().signOut().handle(person.client(), tokens.claims());
    return tokens.claims().session().toString();
  }

  private JsonNode feed(Node at, String query) {
    return at.service("GET", FEED + query).send().is(200).json();
  }

  private static Set<String> told(JsonNode page) {
    Set<String> told = new HashSet<>();
    page.path("revocations")
        .forEach(entry -> told.add(entry.path(entry.has("sid") ? "sid" : "kid").asText()));
    return told;
  }

  private static String cursor(JsonNode page) {
    return "?cursor=" + page.path("cursor").asText();
  }

  // ---- who may

  @Test
  @DisplayName(
      "[L49] without the name and secret of a service nobody is let in, and is told nothing")
  void who_is_no_service_is_refused() {
    for (String shown : List.of(
        "Bearer " + signIn().access().reveal(),
        "Basic",
        "Basic ",
        "Basic !",
        "Basic " + Node.basic("", ""),
        "Basic " + Node.basic(Node.SERVICE, Node.SERVICE_SECRET + "x"),
        "Basic " + Node.basic(Node.SERVICE, Node.SERVICE_SECRET.substring(1)),
        "Basic " + Node.basic("another", Node.SERVICE_SECRET),
        "Basic " + Node.basic(Node.SERVICE_SECRET, Node.SERVICE),
        "Bearer " + Node.SERVICE_SECRET)) {
      Reply reply =
          node.call("GET", FEED).header("Authorization", shown).send().is(401, "SERVICE_REQUIRED");
      assertThat(reply.header("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic "));
      node.introspect("x").header("Authorization", shown).send().is(401, "SERVICE_REQUIRED");
    }
  }

  @Test
  void a_service_may_have_two_secrets_so_that_one_can_take_the_other_s_place() {
    for (String secret : List.of(Node.SERVICE_SECRET, Node.NEXT_SECRET)) {
      node.call("GET", FEED)
          .header("Authorization", "basic " + Node.basic(Node.SERVICE, secret))
          .send()
          .is(200);
    }
  }

  @Test
  @DisplayName("[L49] where no service is configured there is none, whatever is shown")
  void without_services_nobody_is_one() {
    try (Node bare = Node.withoutMetricsToken()) {
      bare.service("GET", FEED).send().is(401, "SERVICE_REQUIRED");
      bare.call("GET", FEED)
          .header("Authorization", "Basic " + Node.basic("", ""))
          .send()
          .is(401, "SERVICE_REQUIRED");
    }
  }

  @Test
  @DisplayName("[L40] a service that could be guessed is not taken, and its secret never shown")
  void weak_services_are_not_taken() {
    String secret = "top secret but with spaces in it, and long enough";
    for (String weak : List.of("", "short", "x".repeat(31), "x".repeat(201), secret)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HttpServer.Service("orders", weak))
          .withMessageContaining("'orders'")
          .withMessageNotContaining(secret);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpServer.Service("Orders", Node.SERVICE_SECRET));
    assertThat(new HttpServer.Service("orders", Node.SERVICE_SECRET))
        .hasToString("Service[orders]");
  }

  // ---- the feed

  @Test
  @DisplayName(
      "[L22] the first read tells everything, each further one what ended since, and a withdrawn key")
  void the_feed_is_followed_by_its_cursor() {
    String before = end(signIn());
    JsonNode first = feed(node, "");
    assertThat(told(first)).contains(before);

    String since = end(signIn());
    JsonNode second = feed(node, cursor(first));
    assertThat(told(second)).containsExactly(since);
    assertThat(second.at("/revocations/0/at").asText())
        .isEqualTo(node.house.clock().instant().toString());

    String kid = signingKey();
    node.house.gatehouse().withdrawKey().handle(dev.gatehouse.domain.event.Actor.SYSTEM, kid);
    assertThat(told(feed(node, cursor(second)))).containsExactly(kid);
  }

  private String signingKey() {
    return node.house.storage().keys().all().stream()
        .filter(key -> key.use() == dev.gatehouse.domain.token.KeyUse.ACCESS_TOKEN
            && key.state() == dev.gatehouse.domain.token.KeyState.ACTIVE)
        .findFirst()
        .orElseThrow()
        .kid();
  }

  @Test
  @DisplayName("[L22] a cursor of one node is good at another, and misses nothing")
  void a_cursor_is_good_at_another_node() {
    try (Node other = Node.over(node.house.node(cable))) {
      JsonNode page = feed(node, "");
      Set<String> ended = new TreeSet<>();
      Set<String> heard = new TreeSet<>();
      for (int i = 0; i < 6; i++) {
        ended.add(end(signIn()));
        page = feed(i % 2 == 0 ? other : node, cursor(page));
        heard.addAll(told(page));
      }
      assertThat(heard).isEqualTo(ended);
    }
  }

  @Test
  void what_no_token_can_outlive_is_not_told_any_more() {
    end(signIn());
    node.house.clock().advance(node.house.realm().tokens().revocationMemory());
    String lately = end(signIn());
    assertThat(told(feed(node, ""))).containsExactly(lately);
  }

  @Test
  void a_cursor_or_wait_that_is_none_is_refused() {
    for (String query : List.of(
        "?cursor=",
        "?cursor=x",
        "?cursor=-1",
        "?cursor=" + "9".repeat(20),
        "?wait=1001",
        "?wait=-1",
        "?wait=1e3",
        "?wait=")) {
      node.service("GET", FEED + query).send().is(422, "VALUE_REJECTED");
    }
    feed(node, "?cursor=18446744073709551615&wait=0");
  }

  @Test
  @DisplayName("[L43] without the store the feed is out of service, never empty")
  void an_outage_is_no_empty_feed() {
    String cursor = cursor(feed(node, ""));
    cable.pull();
    for (String query : List.of("", cursor, cursor + "&wait=50")) {
      node.service("GET", FEED + query).send().is(503, "UNAVAILABLE");
    }
    cable.mend();
    feed(node, cursor);
  }

  @Test
  @DisplayName("[L22] who waits hears at once what ends here")
  void who_waits_hears_at_once() {
    List<Duration> lags = new ArrayList<>();
    String cursor = cursor(feed(node, ""));
    for (int i = 0; i < 5; i++) {
      Tokens tokens = signIn();
      String from = cursor + "&wait=1000";
      Race.Running<JsonNode> waiting = Race.start(() -> feed(node, from));
      waiting.endsWithin(Duration.ofMillis(50));
      long began = System.nanoTime();
      String ended = end(tokens);
      JsonNode page = waiting.result();
      lags.add(Duration.ofNanos(System.nanoTime() - began));
      assertThat(told(page)).contains(ended);
      cursor = cursor(page);
    }
    assertThat(lags)
        .as("one of them not by the time having run out")
        .anyMatch(lag -> lag.compareTo(SOON) < 0);
  }

  @Test
  @DisplayName("[L38] no more wait than a node has room for: the others are answered at once")
  void no_more_wait_than_there_is_room_for() {
    FollowRevocations feed = node.house.gatehouse().followRevocations();
    long cursor = feed.handle(FollowRevocations.BEGINNING, Duration.ZERO).next();
    int more = 16;
    List<Duration> waits = Race.of(FollowRevocations.WAITING + more, n -> {
      long began = System.nanoTime();
      assertThat(feed.handle(cursor, Duration.ofDays(1)).entries()).isEmpty();
      return Duration.ofNanos(System.nanoTime() - began);
    });
    assertThat(waits.stream().filter(wait -> wait.compareTo(SOON) < 0).count())
        .isGreaterThanOrEqualTo(more);
    assertThat(waits).allMatch(wait -> wait.toSeconds() < 30);
  }

  // ---- introspection (RFC 7662)

  @Test
  void a_good_token_is_told_as_it_is() {
    Tokens tokens = signIn();
    AccessClaims claims = tokens.claims();
    JsonNode told = node.introspect(tokens.access().reveal()).send().is(200).json();
    assertThat(told.path("active").booleanValue()).isTrue();
    assertThat(told.path("sub").asText()).isEqualTo(claims.subject().toString());
    assertThat(told.path("client_id").asText()).isEqualTo(claims.clientId());
    assertThat(told.path("iss").asText()).isEqualTo(claims.issuer());
    assertThat(told.path("aud").asText()).isEqualTo(claims.audience());
    assertThat(told.path("exp").asLong()).isEqualTo(claims.expiresAt().getEpochSecond());
    assertThat(told.path("iat").asLong()).isEqualTo(claims.issuedAt().getEpochSecond());
    assertThat(told.path("jti").asText()).isEqualTo(claims.tokenId());
    assertThat(told.path("sid").asText()).isEqualTo(claims.session().toString());
    assertThat(told.path("auth_time").asLong()).isEqualTo(claims.authTime().getEpochSecond());
    assertThat(told.path("acr").asText()).isEqualTo("aal1");
    assertThat(told.path("amr")).hasSize(1);
    assertThat(told.path("realm").asText()).isEqualTo(claims.realm().value());
    assertThat(told.path("roles").isArray()).isTrue();
    assertThat(told.path("via").asText()).isEqualTo("bearer");
    assertThat(told.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(told.has("cnf")).isFalse();
  }

  @Test
  @DisplayName("[L25] of any other token only that it is not active is told, whatever is wrong")
  void of_any_other_token_nothing_is_told() {
    Tokens good = signIn();
    Tokens ended = signIn();
    end(ended);
    Tokens elsewhere =
        node.house.signIn(node.house.person(node.house.otherRealm())).tokens();
    for (String token : List.of(
        "x",
        "%00",
        "a.b.c",
        good.access().reveal() + "x",
        good.refresh().reveal(),
        ended.access().reveal(),
        elsewhere.access().reveal())) {
      inactive(token);
    }
    node.house.clock().advance(Duration.ofMinutes(16));
    node.house.work();
    inactive(good.access().reveal());
  }

  private void inactive(String token) {
    assertThat(node.introspect(token).send().is(200).text()).isEqualTo("{\"active\":false}");
  }

  @Test
  @DisplayName("[L43] where the index is stale the store is asked, and without it nothing is said")
  void a_stale_node_asks_the_store_or_says_nothing() {
    Tokens tokens = signIn();
    node.house.clock().advance(Duration.ofSeconds(2));
    assertThat(node.introspect(tokens.access().reveal()).send().is(200).at("/active"))
        .isEqualTo("true");
    cable.pull();
    node.introspect(tokens.access().reveal()).send().is(503, "UNAVAILABLE");
    cable.mend();
    node.introspect(tokens.access().reveal()).send().is(200);
  }

  @Test
  @DisplayName("[L38] the form is read strictly")
  void the_form_is_read_strictly() {
    for (String form : List.of(
        "&", "token", "=x", "token=a=b", "token=%", "token=%zz", "token=%ff", "token=a b")) {
      node.introspect("").form(form).send().is(400, "MALFORMED_REQUEST");
    }
    for (String form :
        List.of("token=", "token=a&token=b", "other=x", "token=" + "x".repeat(8193))) {
      node.introspect("").form(form).send().is(422, "VALUE_REJECTED");
    }
    node.introspect("").body("{\"token\":\"x\"}").send().is(415, "UNSUPPORTED_MEDIA_TYPE");
    node.introspect("x&token_type_hint=access_token&other=%C3%A4+").send().is(200);
    node.introspect("x")
        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        .send()
        .is(200);
  }
}
