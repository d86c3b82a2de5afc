package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys turn while a node starts; the turn under load is of {@code TurningKeysTest}. */
class KeyRotationTest {
  private static String kid(Serving server, String token) {
    return new Forger(server, token).header().path("kid").asText();
  }

  private static List<String> published(Serving server) {
    return new Call(server, "GET", "/.well-known/jwks.json")
        .send()
        .is(200)
        .json()
        .findValuesAsText("kid");
  }

  @Test
  @DisplayName(
      "[L26] a node that starts when the next keys are due signs with them, and every token from before and after is good on every node")
  void a_node_that_starts_at_the_turn_refuses_no_token() {
    try (Serving server = Serving.behindProxy()) {
      Person person = Person.named(server);
      Reply before = person.signIn();
      for (String use : new String[] {"ACCESS_TOKEN", "REFRESH_TOKEN", "DIGEST"}) {
        server.command("keys", "rotate", "--use", use);
      }
      // as though ten minutes had gone by since the command
      new Tables(server).change("""
          update gatehouse.keys set created_at = created_at - interval '11 minutes',
            since = since - interval '11 minutes', due_at = due_at - interval '11 minutes'""");
      try (Serving young = server.beside()) {
        Person same = new Person(
            young, Serving.HOST, person.login(), "", person.password(), person.address());
        Reply after = same.signIn();

        assertThat(kid(young, after.access())).isNotEqualTo(kid(young, before.access()));
        assertThat(published(young))
            .contains(kid(young, after.access()), kid(young, before.access()));
        same.me(before.access()).is(200);
        person.me(after.access()).is(200);
        person.me(before.access()).is(200);
        Reply next = same.refresh(before.refresh()).is(200);
        person.me(next.access()).is(200);
        person.refresh(next.refresh()).is(200);
        same.marked(before.mark()).send().is(200);
      }
    }
  }
}
