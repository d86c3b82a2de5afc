package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Too much of everything, on every route: a refusal that says what would be accepted, and never a failure of ours. */
class BoundsTest {
  private final Serving server = Serving.shared();

  private String token;

  @BeforeEach
  void signIn() {
    token = Person.named(server).signIn().access();
  }

  private List<ServedRoutes.Route> withBody() {
    return ServedRoutes.of(server).stream()
        .filter(route -> route.operation().has("requestBody"))
        .toList();
  }

  private List<ServedRoutes.Route> withJson() {
    return withBody().stream().filter(ServedRoutes.Route::takesJson).toList();
  }

  private Reply send(ServedRoutes.Route route, String body) {
    // a ticket of nobody's, but of the shape
    return (route.bot() ? route.call(server).bot() : route.call(server))
        .bearer(route.ticket() ? "A".repeat(43) : token)
        .body(body)
        .send();
  }

  @Test
  @DisplayName("[L38] a body of a byte too many is refused on every route")
  void a_body_is_bounded() {
    String most = "{\"x\":\"" + "a".repeat(64 * 1024 - 8) + "\"}";
    for (ServedRoutes.Route route : withBody()) {
      send(route, most + " ").is(413, "PAYLOAD_TOO_LARGE");
      send(route, "a".repeat(2_000_000)).is(413, "PAYLOAD_TOO_LARGE");
    }
    Reply fits = Call.post(server, "/register").body(most).send();
    assertThat(fits.status()).isEqualTo(422);
  }

  @Test
  @DisplayName(
      "[L38] JSON that is nested too deep, broken, twice or no object is refused on every route")
  void json_is_bounded() {
    Map<String, Integer> bodies = Map.ofEntries(
        Map.entry("{\"a\":".repeat(2000) + "1" + "}".repeat(2000), 400),
        Map.entry("[".repeat(30_000), 400),
        Map.entry("{\"a\":" + "[".repeat(9) + "]".repeat(9) + "}", 400),
        Map.entry("[]", 400),
        Map.entry("null", 400),
        Map.entry("{", 400),
        Map.entry("{} {}", 400),
        Map.entry("{\"a\":" + "9".repeat(10_000) + "}", 400),
        Map.entry("{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}", 422));
    for (ServedRoutes.Route route : withJson()) {
      bodies.forEach((body, status) -> assertThat(send(route, body).status())
          .as(route + " with " + body.substring(0, Math.min(40, body.length())))
          .isEqualTo(status));
    }
  }

  @Test
  @DisplayName("[L38] every text of every body has a longest, and one that is longer is refused")
  void texts_are_bounded() {
    JsonNode document = ServedRoutes.document(server);
    List<String> tried = new ArrayList<>();
    for (ServedRoutes.Route route : withJson()) {
      JsonNode schema = route.operation().at("/requestBody/content/application~1json/schema");
      JsonNode known =
          schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
      known.path("properties").properties().forEach(field -> {
        if (field.getValue().path("type").toString().contains("string")) {
          String longer = "a".repeat(field.getValue().path("maxLength").asInt() + 1);
          tried.add(route + " " + field.getKey());
          assertThat(longer.length()).as(route + " " + field.getKey()).isBetween(2, 60_000);
          for (String text : List.of(longer, "a".repeat(60_000), "\\ud800")) {
            Reply reply = send(route, "{\"" + field.getKey() + "\":\"" + text + "\"}");
            assertThat(reply.status())
                .as("%s %s: %s", route, field.getKey(), reply.text())
                .isEqualTo(422);
          }
        }
      });
    }
    assertThat(tried).hasSizeGreaterThan(25);
  }

  @Test
  @DisplayName("[L38] headers, addresses and pages are bounded")
  void headers_and_pages_are_bounded() {
    for (ServedRoutes.Route route : ServedRoutes.of(server)) {
      for (String name : List.of("X-Filler", "User-Agent", "X-Request-ID", "Cookie", "Accept")) {
        assertThat(route.call(server).header(name, "a".repeat(20_000)).send().status())
            .as(route + " " + name)
            .isEqualTo(431);
      }
    }
    for (String limit : List.of("100000", "0", "-1", "101", "1e2", "x", "")) {
      Reply reply =
          Call.get(server, "/security-events?limit=" + limit).bearer(token).send();
      assertThat(reply.status()).as(limit).isEqualTo(422);
    }
    for (String cursor : List.of("9".repeat(30), "-1", "'", "%00")) {
      Reply reply =
          Call.get(server, "/security-events?cursor=" + cursor).bearer(token).send();
      assertThat(reply.status()).as(cursor).isBetween(400, 499);
    }
    Call.get(server, "/me?" + "a".repeat(20_000)).bearer(token).send().is(414);
    Reply agent = Call.get(server, "/me")
        .bearer(token)
        .header("User-Agent", "a".repeat(6000))
        .header("X-Request-ID", "b".repeat(6000))
        .send()
        .is(200);
    assertThat(agent.header("X-Request-ID").orElseThrow()).hasSizeLessThan(200);
  }
}
