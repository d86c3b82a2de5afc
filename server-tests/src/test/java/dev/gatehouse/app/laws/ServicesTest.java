package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What other services are told, by two servers of one database. */
class ServicesTest {
  private static JsonNode feed(Serving at, String query) {
    return new Call(at, "GET", "/revocations" + query).service().send().is(200).json();
  }

  private static String next(JsonNode page) {
    return "?wait=50&cursor=" + page.path("cursor").asText();
  }

  private static Reply introspect(Serving at, String token) {
    return new Call(at, "POST", "/api/v1/auth/introspect")
        .service()
        .form("token=" + token)
        .send()
        .is(200);
  }

  @Test
  @DisplayName(
      "[L22] a service follows the feed from server to server by one cursor, and misses nothing")
  void the_feed_is_followed_from_server_to_server() {
    try (Serving one = Serving.behindProxy();
        Serving other = one.beside()) {
      Person person = Person.named(one);
      JsonNode page = feed(one, "");
      Set<String> ended = new TreeSet<>();
      Set<String> told = new TreeSet<>();
      for (int i = 0; i < 10; i++) {
        Reply in = person.signIn();
        assertThat(introspect(other, in.access()).at("/active")).isEqualTo("true");
        ended.add(in.at("/user/session/id"));
        Call.post(one, "/logout").bearer(in.access()).send().is(204);
        assertThat(introspect(one, in.access()).text()).isEqualTo("{\"active\":false}");
        page = feed(i % 2 == 0 ? other : one, next(page));
        page.path("revocations").forEach(entry -> told.add(entry.path("sid").asText()));
      }
      assertThat(told).containsAll(ended);
      assertThat(feed(other, "").path("revocations").size()).isGreaterThanOrEqualTo(ended.size());
    }
  }
}
