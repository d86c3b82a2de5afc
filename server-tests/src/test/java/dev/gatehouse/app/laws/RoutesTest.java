package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every route says who may call it, and is shut to everybody else. */
class RoutesTest {
  private final Serving server = Serving.shared();

  private void assertShut(ServedRoutes.Route route) {
    Reply reply = route.call(server).send();
    String access = route.operation().path("x-access").asText();
    switch (access) {
      case "SIGNED_IN", "STEP_UP", "ENROLLING", "TICKET", "OPERATIONS" ->
        reply.is(401, "TOKEN_REQUIRED");
      case "BOT_SECRET" -> reply.is(401, "BOT_SECRET_REQUIRED");
      case "WEBHOOK" -> reply.is(401, "WEBHOOK_SECRET_REQUIRED");
      case "SERVICE" -> reply.is(401, "SERVICE_REQUIRED");
      case "PROBE" -> route.call(server).to("10.0.0.7:8080").send().is(200);
      case "PUBLIC" ->
        // who wants to refresh, leave or come back has to show what; nobody else has to be anybody
        assertThat(reply.status() == 401 && !route.path().matches(".*/(refresh|logout|callback)"))
            .as(route + ": " + reply.text())
            .isFalse();
      default -> throw new AssertionError(route + " is classified as '" + access + "'");
    }
  }

  @Test
  @DisplayName("[L49] every served route is classified, and keeps to its class")
  void every_route_keeps_to_its_class() {
    ServedRoutes.of(server).forEach(this::assertShut);
  }

  @Test
  @DisplayName("[L49] a route that is not classified would be found")
  void an_unclassified_route_would_be_found() {
    ServedRoutes.Route route = ServedRoutes.of(server).get(0);
    ObjectNode silent = new ObjectMapper().createObjectNode().put("summary", "says not who may");
    assertThatThrownBy(
            () -> assertShut(new ServedRoutes.Route(route.method(), route.path(), silent)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is classified as ''");
  }

  @Test
  @DisplayName("[L49] what is for developing is not there in production")
  void nothing_for_developing_is_there() {
    for (String path : new String[] {"/", "/dev/mailbox", "/dev/mailbox.json"}) {
      new Call(server, "GET", path).send().is(404, "NOT_FOUND");
      assertThat(RawSocket.send(server, path, "Host: localhost"))
          .get()
          .satisfies(reply -> reply.is(421, "MISDIRECTED_REQUEST"));
    }
    assertThat(ServedRoutes.of(server))
        .noneMatch(route -> route.path().startsWith("/dev") || route.path().equals("/"));
  }
}
