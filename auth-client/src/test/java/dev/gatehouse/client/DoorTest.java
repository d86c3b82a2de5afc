package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import io.javalin.Javalin;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The filter and the handler before the routes of another service, from outside. */
class DoorTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String COOKIE = "__Secure-gh_access_token";
  private static final String SHOP = "https://shop.example.com";

  /** Each is behind another door. */
  private static final List<String> BEARER = List.of("/filtered/me", "/handled/me");

  private static final List<String> COOKIES = List.of("/filtered-cookie/me", "/handled-cookie/me");

  private final Site site = new Site();
  private final GatehouseClient client = site.informed();
  private final AtomicInteger entered = new AtomicInteger();
  private Javalin service;

  @BeforeEach
  void start() {
    CookieTokens cookies = new CookieTokens(COOKIE, Set.of(SHOP));
    service = Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.jetty.host = "127.0.0.1";
          config.jetty.port = 0;
          config.routes.before("/handled/*", new GatehouseHandler(client));
          config.routes.before("/handled-cookie/*", new GatehouseHandler(client, cookies));
          config.jetty.modifyServletContextHandler(context -> {
            EnumSet<DispatcherType> requests = EnumSet.of(DispatcherType.REQUEST);
            context.addFilter(
                new FilterHolder(new GatehouseFilter(client)), "/filtered/*", requests);
            context.addFilter(
                new FilterHolder(new GatehouseFilter(client, cookies)),
                "/filtered-cookie/*",
                requests);
          });
          for (String path :
              List.of("/filtered/me", "/handled/me", "/filtered-cookie/me", "/handled-cookie/me")) {
            config.routes.get(path, context -> {
              entered.incrementAndGet();
              context.result(GatehouseHandler.claims(context).session().toString());
            });
            config.routes.post(path, context -> entered.incrementAndGet());
          }
        })
        .start();
  }

  @AfterEach
  void stop() {
    service.stop();
    site.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + service.port() + path))
        .timeout(Duration.ofSeconds(30))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> bearer(String path, String token) {
    return send("GET", path, "Authorization", "Bearer " + token);
  }

  private void denied(HttpResponse<String> answer, int status, String code, String challenge) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).isEqualTo(challenge);
    assertThat(answer.body())
        .contains("\"code\":\"" + code + "\"", "\"status\":" + status)
        .contains("urn:gatehouse:problem:");
    assertThat(entered).as("nobody was let in").hasValue(0);
  }

  @Test
  void who_shows_a_good_token_is_let_in_and_known() {
    Tokens tokens = site.signIn();
    for (String path : BEARER) {
      HttpResponse<String> answer = bearer(path, tokens.access().reveal());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(tokens.claims().session().toString());
    }
  }

  @Test
  void who_shows_nothing_is_asked_for_a_token() {
    for (String path : BEARER) {
      denied(send("GET", path), 401, "TOKEN_REQUIRED", "Bearer");
      denied(send("GET", path, "Authorization", "Basic eDp5"), 401, "TOKEN_REQUIRED", "Bearer");
      denied(
          send(
              "GET",
              path,
              "Cookie",
              COOKIE + "=" + site.signInByCookie().access().reveal()),
          401,
          "TOKEN_REQUIRED",
          "Bearer");
    }
  }

  @Test
  @DisplayName("[L25] forged, altered and foreign tokens do not pass either door")
  void forged_tokens_do_not_pass() {
    Tokens tokens = site.signIn();
    for (String forged : forgeries(tokens)) {
      for (String path : BEARER) {
        denied(bearer(path, forged), 401, "TOKEN_REJECTED", "Bearer error=\"invalid_token\"");
      }
    }
  }

  private List<String> forgeries(Tokens tokens) {
    String good = tokens.access().reveal();
    String[] parts = good.split("\\.", -1);
    String header = text(parts[0]);
    String payload = text(parts[1]);
    Tokens other = site.house.signIn(site.house.person(site.house.otherRealm())).tokens();
    List<String> forged = new ArrayList<>(List.of(
        "x",
        "..",
        good + ".",
        good + ".x",
        good.substring(1),
        good.substring(0, good.length() - 4),
        parts[0] + "." + parts[1] + ".",
        parts[0] + "." + parts[1] + "." + encoded("\0".repeat(64)),
        tokens.refresh().reveal(),
        other.access().reveal()));
    for (String otherHeader : List.of(
        "{\"alg\":\"none\",\"typ\":\"at+jwt\"}",
        header.replace("ES256", "none"),
        header.replace("ES256", "HS256"),
        header.replace("ES256", "RS256"),
        header.replace("at+jwt", "JWT"),
        header.replace("\"kid\":\"", "\"kid\":\"x"),
        header.replace("{", "{\"jku\":\"https://evil.example/keys\","))) {
      forged.add(encoded(otherHeader) + "." + parts[1] + "." + parts[2]);
      forged.add(encoded(otherHeader) + "." + parts[1] + ".");
    }
    for (String otherPayload : List.of(
        payload.replace("\"via\":\"bearer\"", "\"via\":\"cookie\""),
        payload.replace("\"acr\":\"aal1\"", "\"acr\":\"aal2\""),
        payload.replaceFirst("\"exp\":\\d+", "\"exp\":9999999999"))) {
      forged.add(parts[0] + "." + encoded(otherPayload) + "." + parts[2]);
    }
    forged.add("a".repeat(7000));
    return forged;
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("[L22] who has signed out is let in no more")
  void who_has_signed_out_is_let_in_no_more() {
    Tokens tokens = site.signIn();
    site.end(tokens);
    client.read();
    for (String path : BEARER) {
      denied(
          bearer(path, tokens.access().reveal()),
          401,
          "TOKEN_REJECTED",
          "Bearer error=\"invalid_token\"");
    }
  }

  @Test
  @DisplayName("[L43] when nobody can say, the answer is 503 with Retry-After")
  void when_nobody_can_say_the_answer_is_503() {
    Tokens tokens = site.signIn();
    site.goAway();
    site.house.clock().advance(Duration.ofSeconds(3));
    for (String path : BEARER) {
      HttpResponse<String> answer = bearer(path, tokens.access().reveal());
      denied(answer, 503, "UNAVAILABLE", "");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
    site.comeBack();
    for (String path : BEARER) {
      assertThat(bearer(path, tokens.access().reveal()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("[L27] a token counts only if it comes by its session's way, and one at a time")
  void a_token_counts_by_its_own_way_only() {
    String bearer = site.signIn().access().reveal();
    String cookie = site.signInByCookie().access().reveal();
    String rejected = "Bearer error=\"invalid_token\"";
    String two = "Bearer error=\"invalid_request\"";
    for (String path : COOKIES) {
      denied(bearer(path, cookie), 401, "TOKEN_REJECTED", rejected);
      denied(send("GET", path, "Cookie", COOKIE + "=" + bearer), 401, "TOKEN_REJECTED", rejected);
      denied(
          send("GET", path, "Cookie", COOKIE + "=" + cookie, "Authorization", "Bearer " + bearer),
          400,
          "TRANSPORT_CONFLICT",
          two);
      denied(
          send("GET", path, "Cookie", COOKIE + "=" + cookie + "; " + COOKIE + "=" + cookie),
          400,
          "TRANSPORT_CONFLICT",
          two);
      denied(
          send("GET", path, "Authorization", "Bearer " + bearer, "Authorization", "Bearer x"),
          400,
          "TRANSPORT_CONFLICT",
          two);
    }
    for (String path : COOKIES) {
      assertThat(bearer(path, bearer).statusCode()).isEqualTo(200);
      assertThat(send("GET", path, "Cookie", "a=b; " + COOKIE + "=" + cookie).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  @DisplayName("[L19] with a cookie only pages that are listed change anything")
  void with_a_cookie_only_listed_pages_change_anything() {
    String cookie = COOKIE + "=" + site.signInByCookie().access().reveal();
    for (String path : COOKIES) {
      denied(send("POST", path, "Cookie", cookie), 403, "FOREIGN_ORIGIN", "");
      for (String[] from : new String[][] {
        {"Origin", "https://evil.example"},
        {"Origin", "null"},
        {"Sec-Fetch-Site", "cross-site"},
        {"Sec-Fetch-Site", "same-site"},
        {"Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"},
        {"Origin", SHOP, "Origin", "https://evil.example"}
      }) {
        List<String> headers = new ArrayList<>(List.of("Cookie", cookie));
        headers.addAll(List.of(from));
        denied(send("POST", path, headers.toArray(String[]::new)), 403, "FOREIGN_ORIGIN", "");
      }
    }
    for (String path : COOKIES) {
      assertThat(send("POST", path, "Cookie", cookie, "Origin", SHOP).statusCode())
          .isEqualTo(200);
      assertThat(send("POST", path, "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
              .statusCode())
          .isEqualTo(200);
    }
  }
}
