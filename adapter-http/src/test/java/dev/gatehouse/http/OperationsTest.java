package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What those see who run the server, or develop against it. */
class OperationsTest {
  private static final List<String> BY_PROXY = List.of(
      "Forwarded",
      "Via",
      "X-Real-IP",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Proto",
      "X-Forwarded-Port",
      "X-Forwarded-Server",
      "x-forwarded-anything",
      "X-Forwarded");

  @Test
  void probes_answer_under_any_host_name_with_reasons_when_not_ready() {
    try (Node node = Node.production()) {
      node.call("GET", "/health").header("Host", "10.1.2.3:8080").send().is(200);
      node.call("GET", "/readiness").header("Host", "10.1.2.3").send().is(200);
      node.unready.add("the clock is 3 s off");
      Reply not = node.call("GET", "/readiness").send().is(503, "NOT_READY");
      assertThat(not.at("/reasons/0")).isEqualTo("the clock is 3 s off");
    }
  }

  @Test
  void metrics_need_the_token_or_in_embedded_mode_this_machine() {
    try (Node node = Node.production();
        Node bare = Node.withoutMetricsToken();
        Node embedded = Node.embedded()) {
      node.call("GET", "/metrics").send().is(401, "TOKEN_REQUIRED");
      node.call("GET", "/metrics").bearer("another").send().is(403, "OPERATIONS_ONLY");
      assertThat(node.call("GET", "/metrics")
              .bearer(Node.METRICS_TOKEN)
              .send()
              .is(200)
              .text())
          .isEqualTo("up 1\n");
      for (String host : List.of("localhost:" + bare.port(), "127.0.0.1", Node.HOST)) {
        bare.call("GET", "/metrics").header("Host", host).send().is(403, "OPERATIONS_ONLY");
        bare.call("GET", "/metrics")
            .header("Host", host)
            .bearer("")
            .send()
            .is(403, "OPERATIONS_ONLY");
      }
      embedded.call("GET", "/metrics").send().is(200);
      embedded.call("GET", "/metrics").header("Host", Node.HOST).send().is(403, "OPERATIONS_ONLY");
      for (String header : BY_PROXY) {
        embedded
            .call("GET", "/metrics")
            .header(header, "127.0.0.1")
            .send()
            .is(403, "OPERATIONS_ONLY");
        embedded.call("GET", "/dev/mailbox").header(header, "127.0.0.1").send().is(404);
      }
    }
  }

  @Test
  void requests_are_counted_by_route_with_labels_that_nobody_can_add_to() {
    try (Node node = Node.draining(House.over(new InMemoryStorage()), List.of())) {
      node.call("GET", "/realms/" + node.house.realm().key() + Routes.AUTH + "/me")
          .send()
          .is(401);
      node.call("GET", "/nowhere/" + Fixtures.unique()).send().is(404);
      node.call("FROB" + Fixtures.unique(), "/health").send().is(405);
      node.close();
      assertThat(node.answered)
          .extracting(
              HttpServer.Answered::route, HttpServer.Answered::method, HttpServer.Answered::status)
          .contains(
              org.assertj.core.groups.Tuple.tuple("/api/v1/auth/me", "GET", 401),
              org.assertj.core.groups.Tuple.tuple("unmatched", "GET", 404),
              org.assertj.core.groups.Tuple.tuple("unmatched", "other", 405));
      assertThat(node.meters
              .get("gatehouse.http.requests")
              .tag("route", "/api/v1/auth/me")
              .tag("status", "4xx")
              .timer()
              .count())
          .isEqualTo(1);
    }
  }

  @Test
  void the_keys_are_published_and_not_asked_for_twice() {
    try (Node node = Node.production()) {
      Reply keys = node.call("GET", "/.well-known/jwks.json").send().is(200);
      assertThat(keys.header("Cache-Control")).contains("max-age=300");
      assertThat(keys.text()).isEqualTo(node.house.gatehouse().jwks());
      Reply same = node.call("GET", "/.well-known/jwks.json")
          .header("If-None-Match", keys.header("ETag").orElseThrow())
          .send()
          .is(304);
      assertThat(same.body()).isEmpty();
      assertThat(node.call("GET", "/.well-known/security.txt").send().is(200).text())
          .contains("Contact: mailto:security@id.example.com", "Expires: ");
    }
  }

  @Test
  void the_mailbox_and_the_page_are_for_this_machine_in_embedded_mode() {
    try (Node node = Node.embedded();
        Node production = Node.production()) {
      assertThat(node.call("GET", "/").send().is(200).text()).contains("curl");
      assertThat(node.call("GET", "/dev/mailbox").send().is(200).text())
          .contains("&lt;b&gt;Hello")
          .doesNotContain("<b>");
      Reply mails =
          node.call("GET", "/dev/mailbox.json?to=a@example.com").send().is(200);
      assertThat(mails.at("/0/purpose")).isEqualTo("VERIFICATION_CODE");
      assertThat(node.call("GET", "/dev/mailbox.json?to=b@example.com").send().json())
          .isEmpty();
      for (String path : List.of("/", "/dev/mailbox", "/dev/mailbox.json")) {
        node.call("GET", path).header("Host", "127.0.0.1:" + node.port()).send().is(200);
        node.call("GET", path).header("Host", "evil.example").send().is(421);
        node.call("GET", path).header("X-Forwarded-For", "127.0.0.1").send().is(404);
        production.call("GET", path).send().is(404);
      }
      Reply cookies = node.post("/login", "email", "x", "password", "y")
          .header("Origin", "http://localhost:" + node.port())
          .send()
          .is(401);
      assertThat(cookies.header("Strict-Transport-Security")).isEmpty();
      assertThat(production.get("/me").send().header("Strict-Transport-Security"))
          .isPresent();
    }
  }

  @Test
  void cookies_in_embedded_mode_are_kept_by_browsers_without_tls() {
    try (Node node = Node.embedded()) {
      String login = "u" + Fixtures.unique().substring(0, 12);
      node.post(
              "/register",
              "login",
              login,
              "password",
              "a good long passphrase",
              "tos_accepted",
              "true")
          .send()
          .is(201);
      Browser browser = node.browser();
      Reply in = browser
          .post("/login", "email", login, "password", "a good long passphrase")
          .is(200);
      assertThat(in.cookie("gh_access_token")).doesNotContain("Secure");
      browser.post("/refresh").is(200);
    }
  }

  @Test
  @DisplayName(
      "[L43] without its store the server says come back, verifies on, and recovers without a restart")
  void an_outage_is_no_no() {
    Cable cable = Cable.to(new InMemoryStorage());
    try (Node node = Node.over(cable)) {
      String login = "u" + Fixtures.unique().substring(0, 12);
      node.post(
              "/register",
              "login",
              login,
              "password",
              "a good long passphrase",
              "tos_accepted",
              "true")
          .send()
          .is(201);
      Reply in = node.post("/login", "email", login, "password", "a good long passphrase")
          .send();
      cable.pull();
      node.post("/login", "email", login, "password", "a good long passphrase")
          .send()
          .is(503, "UNAVAILABLE");
      node.post("/refresh", "refresh_token", in.at("/refresh_token")).send().is(503, "UNAVAILABLE");
      node.get("/me").bearer(in.at("/access_token")).send().is(503, "UNAVAILABLE");
      node.get("/check").bearer(in.at("/access_token")).send().is(204);
      node.call("GET", "/health").send().is(200);
      cable.mend();
      node.post("/refresh", "refresh_token", in.at("/refresh_token")).send().is(200);
      assertThat(node.unexpected).isEmpty();
    }
  }

  @Test
  @DisplayName("[L40] whatever is thrown is one face outside, and told inside by the request's id")
  void whatever_is_thrown_is_a_problem() {
    try (Node node = Node.production()) {
      for (Throwable broken : List.of(
          new IllegalStateException("the secret of the house"),
          new StackOverflowError("the secret of the house"),
          new LinkageError("the secret of the house"))) {
        node.metrics.set(() -> thrown(broken));
        Reply reply = node.call("GET", "/metrics")
            .bearer(Node.METRICS_TOKEN)
            .sendToBroken()
            .is(500, "INTERNAL_ERROR");
        assertThat(reply.text()).doesNotContain("secret");
        assertThat(node.unexpected).contains(broken);
      }
    }
  }

  private static String thrown(Throwable broken) {
    if (broken instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) broken;
  }

  @Test
  void settings_that_contradict_themselves_are_refused() {
    try (Node node = Node.production()) {
      HttpServer.RealmDoor door = new HttpServer.RealmDoor(
          node.house.realm(), Set.of(), "__Secure-gh_", Set.of(), Set.of());
      assertThat(door.cookieNamespace()).isEqualTo("gh_");
      refused(List.of(), "https://a.example", "no realm");
      refused(List.of(door, door), "https://a.example", "two doors");
      refused(
          List.of(
              door,
              new HttpServer.RealmDoor(
                  node.house.otherRealm(), Set.of(), "gh_", Set.of(), Set.of())),
          "https://a.example",
          "of another");
      refused(
          List.of(
              at(node.house.realm(), "a.example"), at(node.house.otherRealm(), "A.example:443")),
          "https://b.example",
          "host 'a.example:443' of realm");
      refused(
          List.of(door, at(like(node.house.otherRealm(), node.house.realm().issuer()))),
          "https://a.example",
          "the issuer '" + node.house.realm().issuer() + "' of another");
      refused(List.of(door), "https://a.example/path", "no origin");
      refused(List.of(door), "a.example", "no origin");
    }
  }

  @Test
  void a_host_is_what_a_client_could_ask_for_or_none_at_all() {
    try (Node node = Node.production()) {
      assertThat(at(node.house.realm(), "ID.example.com:8443", "localhost", "[::1]:80")
              .hosts())
          .containsExactlyInAnyOrder("id.example.com:8443", "localhost", "[::1]:80");
      for (String bad : List.of(
          "user@x.example.com",
          "x.example.com:",
          "x.example.com:0",
          "x.example.com:70000",
          "https://x.example.com",
          "x.example.com/path",
          "x.example.com?q",
          "*.example.com",
          "x example",
          "")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> at(node.house.realm(), bad))
            .withMessageContaining("'" + bad + "' is no host");
      }
    }
  }

  private static HttpServer.RealmDoor at(Realm realm, String... hosts) {
    return new HttpServer.RealmDoor(
        realm, Set.of(hosts), realm.key().value() + "_", Set.of(), Set.of());
  }

  private static Realm like(Realm realm, String issuer) {
    return Realm.customer(realm.key().value(), issuer);
  }

  @Test
  void an_origin_is_listed_exactly_as_browsers_write_it_or_not_at_all() {
    try (Node node = Node.production()) {
      for (String good : List.of(
          "https://shop.example.com",
          "http://localhost:3000",
          "https://xn--bcher-kva.example",
          "https://10.0.0.1:8443",
          "http://[::1]:5173",
          "http://127.0.0.1:8081",
          "https://a.example:80")) {
        assertThat(door(node, good).origins()).containsExactly(good);
        assertThat(door(node, good).bearerOrigins()).containsExactly(good);
      }
      for (String bad : List.of(
          "https://Shop.example.com",
          "HTTPS://shop.example.com",
          "https://shop.example.com/",
          "https://shop.example.com:443",
          "http://shop.example.com:80",
          "http://shop.example.com",
          "http://10.0.0.1:8080",
          "http://localhost.example.com",
          "https://shop.example.com:0443",
          "https://shop.example.com:70000",
          "https://b\u00fccher.example",
          "https://*.example.com",
          "https://u@shop.example.com",
          "https://shop.example.com?q",
          "https://shop_.example.com.",
          "shop.example.com",
          "//shop.example.com",
          "file://",
          "app:localhost",
          "null",
          "*",
          " https://shop.example.com",
          "")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> door(node, bad))
            .withMessageContaining("'" + bad + "' is no origin");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new HttpServer.RealmDoor(
                node.house.realm(), Set.of(), "gh_", Set.of(), Set.of(bad)))
            .withMessageContaining("'" + bad + "' is no origin");
      }
    }
  }

  @Test
  void an_app_s_own_scheme_is_listed_for_bearer_only() {
    try (Node node = Node.production()) {
      for (String app : List.of("capacitor://localhost", "tauri://localhost", "ionic://app:1")) {
        assertThat(
                new HttpServer.RealmDoor(node.house.realm(), Set.of(), "gh_", Set.of(), Set.of(app))
                    .bearerOrigins())
            .containsExactly(app);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new HttpServer.RealmDoor(
                node.house.realm(), Set.of(), "gh_", Set.of(app), Set.of()))
            .withMessageContaining("'" + app + "' is no origin")
            .withMessageContaining("https://shop.example.com");
      }
    }
  }

  private static HttpServer.RealmDoor door(Node node, String origin) {
    return new HttpServer.RealmDoor(
        node.house.realm(), Set.of(), "gh_", Set.of(origin), Set.of(origin));
  }

  private static void refused(List<HttpServer.RealmDoor> doors, String url, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpServer.Settings(
            "0.0.0.0",
            0,
            URI.create(url),
            false,
            doors,
            Optional.empty(),
            List.of(),
            HttpServer.ForwardedHeader.X_FORWARDED_FOR,
            Optional.empty(),
            List.of(),
            Duration.ZERO,
            Duration.ZERO))
        .withMessageContaining(because);
  }
}
