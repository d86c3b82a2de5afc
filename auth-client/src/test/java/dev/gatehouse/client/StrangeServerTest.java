package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers late, wrongly or in words of tomorrow: nothing that it says by mistake lets anybody in. */
class StrangeServerTest {
  private static final String ISSUER = "https://id.example.com/realms/shop";
  private static final UUID SESSION = UUID.fromString("0199aa01-0000-7000-8000-00000000beef");

  private final MovableClock clock = MovableClock.started();
  private final JwtAccessTokens tokens = new JwtAccessTokens();
  private final AccessTokens.NewKey key = tokens.generate();
  private final Counted http = new Counted();
  private final Stub server = new Stub().say(Site.KEYS, 200, jwks());

  @AfterEach
  void close() {
    server.close();
  }

  private String jwks() {
    return tokens.jwks(List.of(new KeyEntry(
        key.kid(),
        KeyUse.ACCESS_TOKEN,
        0,
        key.algorithm(),
        KeyState.ACTIVE,
        new Sealed(new byte[0]),
        key.publicKey(),
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty())));
  }

  private GatehouseClient client() {
    return GatehouseClient.builder()
        .server(server.base())
        .realm("shop", ISSUER, "shop")
        .service(Site.SERVICE, Site.SECRET)
        .clock(clock)
        .http(http)
        .build();
  }

  private GatehouseClient informed() {
    GatehouseClient client = client();
    client.refresh();
    client.read();
    return client;
  }

  private AccessToken token(Optional<String> binding) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return tokens.sign(
        new AccessClaims(
            ISSUER,
            "shop",
            new AccountId(UUID.fromString("0199aa00-0000-7000-8000-00000000beef")),
            "web",
            now,
            now.plusSeconds(880),
            "jti",
            new SessionId(SESSION),
            now,
            Acr.AAL1,
            List.of("pwd"),
            new RealmKey("shop"),
            Transport.BEARER,
            Set.of(),
            binding),
        key.signing());
  }

  private AccessToken token() {
    return token(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"revocations\":[]}",
        "{\"cursor\":\"1\"}",
        "{\"revocations\":{},\"cursor\":\"1\"}",
        "{\"revocations\":[],\"cursor\":1}",
        "{\"revocations\":[],\"cursor\":\"1\"} x",
        "{\"revocations\":[{\"sid\":\"x\",\"at\":\"2026-01-01T00:00:00Z\"}],\"cursor\":\"1\"}",
        "{\"revocations\":[{\"kid\":\"x\",\"at\":\"yesterday\"}],\"cursor\":\"1\"}",
        "{\"revocations\":[{\"kid\":\"x\"}],\"cursor\":\"1\"}",
        "{\"revocations\":[{\"account\":\"x\",\"at\":\"2026-01-01T00:00:00Z\"}],\"cursor\":\"1\"}"
      })
  @DisplayName("[L43] a feed that is not understood is no feed: the token is asked about")
  void a_feed_that_is_not_understood_is_no_feed(String page) {
    server.say(Site.FEED, 200, page);
    GatehouseClient client = client();
    client.refresh();

    assertThatExceptionOfType(Outage.class).isThrownBy(client::read);

    assertThat(client.fresh()).isFalse();
    server.say(Site.INTROSPECTION, 200, "{\"active\":false}");
    assertThat(Site.verdict(client, token())).isEqualTo("TOKEN_REJECTED");
  }

  @Test
  @DisplayName(
      "[L26] keys that could not be fetched when one was withdrawn are fetched with the next read")
  void keys_that_could_not_be_fetched_are_fetched_with_the_next_read() {
    GatehouseClient client = informed();
    server.say(Site.KEYS, 503, "");
    server.say(
        Site.FEED,
        200,
        "{\"revocations\":[{\"kid\":\"another\",\"at\":\"2026-01-01T00:00:00Z\"},{\"kid\":\""
            + key.kid() + "\",\"at\":\"2026-01-01T00:00:00Z\"}],\"cursor\":\"2\"}");
    assertThatExceptionOfType(Outage.class).isThrownBy(client::read);
    server.say(Site.KEYS, 200, "{\"keys\":[]}");
    server.say(Site.FEED, 200, Stub.NOTHING_NEW);
    int before = http.asked(Site.KEYS);

    client.read();
    client.read();

    assertThat(http.asked(Site.KEYS)).as("once, and that was enough").isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "true", "{}", "{\"active\":1}", "{\"active\":\"true\"}", "{\"active\":null}"})
  @DisplayName("[L43] an introspection that is not understood is no yes")
  void an_introspection_that_is_not_understood_is_no_yes(String answer) {
    server.say(Site.INTROSPECTION, 200, answer);
    assertThat(Site.verdict(client(), token())).isEqualTo("OUTAGE");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 302, 400, 401, 403, 404, 429, 500, 503})
  @DisplayName("[L43] any other status is an outage, never a no, and no redirection is followed")
  void any_other_status_is_an_outage(int status) {
    GatehouseClient client = informed();
    Map<String, String> elsewhere = Map.of("Location", server.base() + "/elsewhere");
    for (String path : List.of(Site.KEYS, Site.FEED, Site.INTROSPECTION)) {
      server.say(path, status, status == 204 ? "" : "{\"active\":true}", elsewhere);
    }
    clock.advance(Duration.ofMinutes(6));

    assertThatExceptionOfType(Outage.class).isThrownBy(client::refresh);
    assertThatExceptionOfType(Outage.class).isThrownBy(client::read);
    assertThat(Site.verdict(client, token())).isEqualTo("OUTAGE");
    assertThat(http.asked("elsewhere")).isZero();
  }

  @Test
  @DisplayName("[L43] the last good set of keys is kept while there is no better one")
  void the_last_good_set_is_kept() {
    GatehouseClient client = informed();
    for (String broken : List.of("", "{}", jwks().replace("\"x\":", "\"d\":\"AQAB\",\"x\":"))) {
      server.say(Site.KEYS, 200, broken);
      clock.advance(Duration.ofMinutes(6));
      assertThatExceptionOfType(Outage.class).isThrownBy(client::refresh);
      client.read();
      assertThat(Site.verdict(client, token())).isEqualTo("OK");
    }
    server.say(Site.KEYS, 200, "{\"keys\":[]}");
    client.refresh();
    assertThat(Site.verdict(client, token())).as("gone").isEqualTo("TOKEN_REJECTED");
  }

  @Test
  void keys_are_kept_as_long_as_the_server_says_within_bounds() {
    Map<String, Integer> ages = Map.of(
        "max-age=60",
        60,
        "public, max-age=120",
        120,
        "max-age=0",
        10,
        "max-age=999999",
        3600,
        "no-cache",
        300,
        "s-max-age=7",
        300,
        "max-age=-1",
        300);
    ages.forEach((said, seconds) -> {
      server.say(Site.KEYS, 200, jwks(), Map.of("Cache-Control", said));
      GatehouseClient client = informed();
      int before = http.asked(Site.KEYS);
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      client.refresh();
      assertThat(http.asked(Site.KEYS)).as(said).isEqualTo(before);
      clock.advance(Duration.ofMillis(1));
      client.refresh();
      assertThat(http.asked(Site.KEYS)).as(said).isEqualTo(before + 1);
    });
  }

  @Test
  @DisplayName(
      "[L22] what the feed names is refused, and everything is read anew after the clock was set back")
  void what_the_feed_names_is_refused() {
    GatehouseClient client = informed();
    assertThat(Site.verdict(client, token())).isEqualTo("OK");
    server.say(
        Site.FEED,
        200,
        "{\"revocations\":[{\"sid\":\"" + SESSION + "\",\"at\":\"" + clock.instant()
            + "\"}],\"cursor\":\"2\",\"more\":true}");
    client.read();
    assertThat(Site.verdict(client, token())).isEqualTo("TOKEN_REJECTED");

    int everything = http.asked(Site.FEED) - http.asked("?cursor=");
    clock.advance(Duration.ofHours(-1));
    client.read();
    assertThat(http.asked(Site.FEED) - http.asked("?cursor=")).isEqualTo(everything + 1);
  }

  @Test
  @DisplayName(
      "[L43] of one token one asks, however many wait, and a server that does not answer holds nobody for long")
  void of_one_token_one_asks() {
    GatehouseClient client = client();
    client.refresh();
    AccessToken token = token();
    server.gate.set(new CountDownLatch(1));
    long began = System.nanoTime();
    List<String> verdicts = Race.of(30, racer -> Site.verdict(client, token));
    assertThat(verdicts).containsOnly("OUTAGE");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(http.asked(Site.INTROSPECTION)).isLessThan(10);
  }

  @Test
  @DisplayName("[L38] many tokens at once do not run the server over")
  void many_tokens_do_not_run_the_server_over() {
    GatehouseClient client = client();
    client.refresh();
    List<AccessToken> many =
        java.util.stream.Stream.generate(this::token).limit(60).toList();
    server.gate.set(new CountDownLatch(1));
    List<String> verdicts = Race.of(many.size(), n -> Site.verdict(client, many.get(n)));
    assertThat(verdicts).containsOnly("OUTAGE");
    assertThat(http.asked(Site.INTROSPECTION)).isLessThanOrEqualTo(32);
  }

  @Test
  @DisplayName(
      "[L43] a request that met a connection being closed is sent once more, and no more than once")
  void a_request_that_met_a_connection_being_closed_is_sent_once_more() {
    GatehouseClient client = client();
    client.refresh();

    server.hangUps.set(1);
    assertThat(Site.verdict(client, token())).isEqualTo("OK");
    assertThat(http.asked(Site.INTROSPECTION)).isEqualTo(2);

    server.hangUps.set(100);
    assertThat(Site.verdict(client, token())).isEqualTo("OUTAGE");
    assertThat(http.asked(Site.INTROSPECTION)).isEqualTo(4);
  }
}
