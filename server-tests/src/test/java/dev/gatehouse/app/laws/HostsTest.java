package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody says that the server is called otherwise. No mail could repeat it: mails hold codes, and no links. */
class HostsTest {
  private final Serving server = Serving.shared();

  @Test
  @DisplayName(
      "[L17] a host that is none of ours is refused on every route of users, and no header makes it ours")
  void a_hostile_host_is_refused() {
    for (String host : List.of(
        "evil.example",
        "id.example.com.evil.example",
        "id.example.com:8443",
        "evil.example:443",
        "127.0.0.1",
        "localhost",
        "[::1]")) {
      for (ServedRoutes.Route route : ServedRoutes.of(server)) {
        if (!route.path().startsWith("/api") && !route.path().startsWith("/.well-known")) {
          continue;
        }
        route
            .call(server)
            .to(host)
            .header("X-Forwarded-Host", Serving.HOST)
            .send()
            .is(421, "MISDIRECTED_REQUEST");
      }
    }
  }

  @Test
  @DisplayName("[L17] hostile Forwarded and X-Forwarded-Host reach no answer and no token")
  void a_hostile_forwarding_header_reaches_nothing() {
    Map<String, String> hostile = Map.of(
        "X-Forwarded-Host", "evil.example",
        "X-Forwarded-Proto", "javascript",
        "X-Forwarded-Port", "666",
        "X-Forwarded-Prefix", "//evil.example",
        "Forwarded", "host=evil.example;proto=javascript",
        "Referer", "https://evil.example/");
    for (ServedRoutes.Route route : ServedRoutes.of(server)) {
      Call call = route.call(server);
      hostile.forEach(call::header);
      Reply reply = call.send();
      assertThat(reply.text() + reply.headers()).as(route.toString()).doesNotContain("evil");
    }
    Person person = Person.named(server);
    Call login = person.login(person.password());
    hostile.forEach(login::header);
    String token = login.send().is(200).access();
    assertThat(new Forger(server, token).claims().path("iss").asText())
        .isEqualTo("https://" + Serving.HOST);
  }

  @Test
  @DisplayName("[L17] a request line that names another host than the Host is refused")
  void an_absolute_request_line_does_not_get_around_the_host() {
    assertThat(RawSocket.send(
            server, "http://evil.example/.well-known/jwks.json", "Host: " + Serving.HOST))
        .get()
        .satisfies(reply -> assertThat(reply.status()).isIn(400, 421));
  }
}
