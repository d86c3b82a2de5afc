package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The client against a real server: what it accepts, what it refuses, and whom it asks. */
class GatehouseClientTest {
  private static final String REJECTED = "TOKEN_REJECTED";
  private static final Actor OPERATOR = Actor.operator("tests");
  private static final int SHOWN = 4;
  private static final Duration TICK = Duration.ofMillis(1);

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private void after(Duration time) {
    site.house.clock().advance(time);
  }

  private static String verdict(GatehouseClient client, Tokens tokens) {
    return Site.verdict(client, tokens);
  }

  // ---- what it takes

  @Test
  void what_is_missing_is_named_at_once() {
    assertThatIllegalStateException()
        .isThrownBy(() -> GatehouseClient.builder().build())
        .withMessage("missing: server, realm, service, clock");
    for (String plain : List.of("http://id.example.com", "ftp://localhost", "id.example.com")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> GatehouseClient.builder().server(URI.create(plain)));
    }
    for (Duration trust : List.of(Duration.ZERO, Duration.ofMinutes(2))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> GatehouseClient.builder().trust(trust));
    }
  }

  @Test
  @DisplayName("while the feed is read, verifying asks nobody")
  void while_the_feed_is_read_verifying_asks_nobody() {
    GatehouseClient client = site.informed();
    List<Tokens> many =
        List.of(site.signIn(), site.signIn(), site.signIn(), site.signIn(), site.signIn());
    int before = site.asked("");

    for (int i = 0; i < 500; i++) {
      Tokens tokens = many.get(i % many.size());
      assertThat(client.verify(tokens.access().reveal()).session())
          .isEqualTo(tokens.claims().session());
    }

    assertThat(client.fresh()).isTrue();
    assertThat(site.asked("")).isEqualTo(before);
  }

  @Test
  void one_that_has_read_nothing_asks_for_each_token() {
    GatehouseClient client = site.client().build();
    Tokens tokens = site.signIn();

    assertThat(verdict(client, tokens)).isEqualTo("OK");
    assertThat(client.fresh()).isFalse();
    assertThat(site.asked(Site.INTROSPECTION)).isEqualTo(1);
  }

  @Test
  @DisplayName("[L16] a token of another realm is refused")
  void a_token_of_another_realm_is_refused() {
    House.Person other = site.house.person(site.house.otherRealm());
    assertThat(verdict(site.informed(), site.house.signIn(other).tokens())).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("[L27] a token out of a cookie is refused where it comes as a bearer token")
  void a_token_out_of_a_cookie_is_no_bearer_token() {
    assertThat(verdict(site.informed(), site.signInByCookie())).isEqualTo(REJECTED);
  }

  // ---- revocation

  @Test
  @DisplayName(
      "[L22] what was revoked is refused after the next read, and without any within the stated bound")
  void what_was_revoked_is_refused_within_the_bound() {
    GatehouseClient reads = site.informed();
    GatehouseClient hearsNothing = site.informed();
    Tokens ended = site.signIn();
    Tokens good = site.signIn();
    site.end(ended);

    reads.read();
    assertThat(verdict(reads, ended)).isEqualTo(REJECTED);
    assertThat(verdict(reads, good)).isEqualTo("OK");

    after(GatehouseClient.TRUST);
    assertThat(hearsNothing.fresh()).isTrue();
    after(TICK);
    assertThat(verdict(hearsNothing, ended)).isEqualTo(REJECTED);
    assertThat(verdict(hearsNothing, good)).isEqualTo("OK");
  }

  @Test
  @DisplayName(
      "[L22] ended at the server, a session is refused by a client that runs, within two seconds")
  void ended_at_the_server_it_is_refused_by_a_client_that_runs() {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    GatehouseClient client = site.client().build();
    try (GatehouseClient.Running running = client.run(executor, failure -> {})) {
      Until.holds("it has read everything", client::fresh);
      List<Duration> lags = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        Tokens tokens = site.signIn();
        assertThat(verdict(client, tokens)).isEqualTo("OK");
        site.end(tokens);
        lags.add(Until.holds("it is refused", () -> verdict(client, tokens).equals(REJECTED)));
      }
      // one may fall into a pause of a machine that does much else
      assertThat(lags.stream().sorted().limit(14))
          .as("lags %s", lags)
          .allMatch(lag -> lag.compareTo(GatehouseClient.TRUST) < 0);
      assertThat(site.asked(Site.INTROSPECTION)).isZero();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  @DisplayName(
      "[L22] what a withdrawn key has signed is refused as soon as that is read, and its successor is known")
  void a_withdrawn_key_is_refused_and_its_successor_known() {
    GatehouseClient client = site.informed();
    Tokens old = site.signIn();
    assertThat(verdict(client, old)).isEqualTo("OK");
    site.house.gatehouse().withdrawKey().handle(OPERATOR, kid(old));
    Tokens next = site.signIn();

    client.read();

    int fetched = site.asked(Site.KEYS);
    assertThat(verdict(client, old)).isEqualTo(REJECTED);
    assertThat(verdict(client, next)).isEqualTo("OK");
    assertThat(site.asked(Site.KEYS)).isEqualTo(fetched);
  }

  private static String kid(Tokens tokens) {
    String header = new String(
        Base64.getUrlDecoder().decode(tokens.access().reveal().split("\\.", -1)[0]),
        StandardCharsets.UTF_8);
    return header.replaceFirst(".*\"kid\":\"([^\"]+)\".*", "$1");
  }

  @Test
  @DisplayName(
      "[L22] another node takes the cursor of the one that went away, and nothing is missed")
  void another_node_takes_the_cursor() {
    GatehouseClient client = site.informed();
    Tokens before = site.signIn();
    Tokens between = site.signIn();
    Tokens after = site.signIn();
    site.end(before);
    client.read();
    site.goAway();
    site.end(between);
    assertThatExceptionOfType(Outage.class).isThrownBy(client::read);

    House other = site.comeBackAsAnother();
    other.gatehouse().signOut().handle(site.person.client(), after.claims());
    client.read();

    for (Tokens ended : List.of(before, between, after)) {
      assertThat(verdict(client, ended)).isEqualTo(REJECTED);
    }
    assertThat(site.asked(Site.INTROSPECTION)).isZero();
    assertThat(site.asked(Site.FEED + "?cursor=")).isEqualTo(3);
    assertThat(site.asked(Site.FEED)).as("everything was read once").isEqualTo(4);
  }

  // ---- outages

  @Test
  @DisplayName(
      "[L43] without the server verifying goes on to the bound, then is out of service, and recovers by itself")
  void without_the_server_verifying_goes_on_to_the_bound() {
    GatehouseClient client = site.informed();
    Tokens good = site.signIn();
    Tokens ended = site.signIn();
    site.end(ended);
    client.read();
    site.goAway();

    after(GatehouseClient.TRUST);
    assertThat(verdict(client, good)).isEqualTo("OK");
    after(TICK);
    assertThat(verdict(client, good)).isEqualTo("OUTAGE");
    assertThat(verdict(client, ended)).as("what is known to be revoked").isEqualTo(REJECTED);
    after(Duration.ofMinutes(6));
    assertThatExceptionOfType(Outage.class).isThrownBy(client::refresh);

    site.comeBack();
    assertThat(verdict(client, good)).as("by the keys it has, having asked").isEqualTo("OK");
    client.read();
    assertThat(client.fresh()).isTrue();
  }

  @Test
  @DisplayName(
      "[L43] a client that runs recovers without a restart, also one that began without a server")
  void a_client_that_runs_recovers() {
    site.goAway();
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    GatehouseClient client = site.client().build();
    Tokens tokens = site.signIn();
    try (GatehouseClient.Running running = client.run(executor, failures::add)) {
      Until.holds("it fails", () -> failures.size() > 2);
      assertThat(verdict(client, tokens)).isEqualTo("OUTAGE");
      site.comeBack();
      Until.holds("it works", client::fresh);
      Until.holds("the keys are known", () -> verdict(client, tokens).equals("OK"));
      site.goAway();
      after(GatehouseClient.TRUST.plus(TICK));
      Until.holds("it is out of service", () -> verdict(client, tokens).equals("OUTAGE"));
      site.comeBack();
      Until.holds("it works again", () -> verdict(client, tokens).equals("OK"));
    } finally {
      executor.shutdownNow();
    }
    assertThat(failures).allMatch(Outage.class::isInstance);
  }

  @Test
  @DisplayName("[L43] a client whose secret the server does not know accepts nothing")
  void a_client_that_is_not_known_accepts_nothing() {
    GatehouseClient client = site.client().service(Site.SERVICE, "x".repeat(32)).build();
    client.refresh();
    assertThat(verdict(client, site.signIn())).isEqualTo("OUTAGE");
    assertThatExceptionOfType(Outage.class)
        .isThrownBy(client::read)
        .withMessageContaining("name and secret");
  }

  // ---- keys

  @Test
  @DisplayName(
      "[L25] a thousand names of keys that do not exist make it look once, and are refused")
  void a_thousand_unknown_keys_make_it_look_once() {
    GatehouseClient client = site.informed();
    after(PublishedKeys.LOOK_AGAIN.plus(TICK));
    client.read();
    int before = site.asked(Site.KEYS);
    String good = site.signIn().access().reveal();

    Race.of(10, racer -> {
      for (int i = 0; i < 100; i++) {
        AccessToken token = unknown(good, racer * 100 + i);
        assertThat(Site.verdict(client, token)).isIn(REJECTED, "OUTAGE");
      }
      return true;
    });

    assertThat(site.asked(Site.KEYS) - before).isEqualTo(1);
    assertThat(Site.verdict(client, unknown(good, 1000))).isEqualTo(REJECTED);
    after(PublishedKeys.LOOK_AGAIN);
    Site.verdict(client, unknown(good, 1001));
    assertThat(site.asked(Site.KEYS) - before).isEqualTo(2);
  }

  private static AccessToken unknown(String good, int number) {
    String header = "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"" + number + "\"}";
    return new AccessToken(Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + good.substring(good.indexOf('.')));
  }

  @Test
  void keys_are_fetched_again_when_they_have_had_their_time() {
    GatehouseClient client = site.informed();
    int before = site.asked(Site.KEYS);
    client.refresh();
    after(Duration.ofSeconds(299));
    client.refresh();
    assertThat(site.asked(Site.KEYS)).isEqualTo(before);
    after(Duration.ofSeconds(1));
    client.refresh();
    assertThat(site.asked(Site.KEYS)).isEqualTo(before + 1);
  }

  @Test
  @DisplayName("[L26] while keys turn under load, no valid token is refused")
  void while_keys_turn_no_valid_token_is_refused() {
    // reads wait the shorter for news, the shorter it trusts them
    GatehouseClient client = site.client().trust(Duration.ofMillis(500)).build();
    client.refresh();
    Set<String> signers = ConcurrentHashMap.newKeySet();
    Queue<String> refusals = new ConcurrentLinkedQueue<>();
    List<Tokens> held = new CopyOnWriteArrayList<>();
    List<Tokens> current = new ArrayList<>(List.of(site.signIn(), site.signIn(), site.signIn()));
    for (int tick = 0; tick < 100; tick++) {
      boolean rotate = tick % 30 == 0;
      List<Callable<Boolean>> racers = new ArrayList<>();
      for (int n = 0; n < current.size(); n++) {
        int walker = n;
        racers.add(() -> {
          Tokens fresh = site.house.refresh(site.person, current.get(walker));
          current.set(walker, fresh);
          signers.add(kid(fresh));
          held.add(fresh);
          // the oldest and the newest: the keys of all that are held, and the one that signs now
          held.stream().limit(SHOWN).forEach(tokens -> show(client, tokens, refusals));
          show(client, fresh, refusals);
          return true;
        });
      }
      racers.add(() -> {
        if (rotate) {
          site.house.gatehouse().rotateKeys().handle(OPERATOR, KeyUse.ACCESS_TOKEN);
        }
        site.house.work();
        after(Duration.ofSeconds(30));
        client.refresh();
        client.read();
        return true;
      });
      Race.between(racers);
      Instant now = site.house.clock().instant();
      held.removeIf(tokens -> !now.isBefore(tokens.claims().expiresAt()));
    }
    assertThat(refusals).isEmpty();
    assertThat(signers).as("keys that signed").hasSizeGreaterThan(2);
  }

  private void show(GatehouseClient client, Tokens tokens, Queue<String> refusals) {
    String verdict = verdict(client, tokens);
    // the clock may have passed its end meanwhile
    if (!verdict.equals("OK")
        && site.house.clock().instant().isBefore(tokens.claims().expiresAt())) {
      refusals.add(tokens.claims().issuedAt() + ": " + verdict);
    }
  }
}
