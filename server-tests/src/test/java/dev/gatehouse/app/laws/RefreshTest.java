package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Refreshing, by many at once, too late, and by a thief. */
class RefreshTest {
  private static final int RACERS = 64;

  private final Serving server = Serving.shared();

  private String generation(String session) {
    return new Tables(server)
        .one("select generation from gatehouse.sessions where id = ?::uuid", session);
  }

  private String why(String session) {
    return new Tables(server)
        .one("select revoke_reason from gatehouse.sessions where id = ?::uuid", session);
  }

  @Test
  @DisplayName(
      "[L20] 64 refreshes at once with one token get one successor, one step on, and end nothing")
  void racing_refreshes_get_one_successor() {
    Person person = Person.named(server);
    Race.rounds(3, round -> {
      Reply in = person.signIn();
      String before = in.refresh();
      for (int step = 1; step <= 2; step++) {
        String token = before;
        List<String> successors =
            Race.of(RACERS, n -> person.refresh(token).is(200).refresh());
        assertThat(successors).doesNotContain(token);
        assertThat(successors.stream().distinct()).hasSize(1);
        assertThat(generation(in.session())).isEqualTo(Integer.toString(step));
        before = successors.get(0);
      }
      Reply next = person.refresh(before).is(200);
      person.me(next.access()).is(200);
      assertThat(why(in.session())).isEqualTo("null");
    });
  }

  @Test
  @DisplayName(
      "[L21] a token two steps old ends its own session and no other, with event, metric and mail")
  void a_token_two_steps_old_ends_its_session() {
    Person person = Person.proven(server);
    Reply stolen = person.signIn();
    Reply other = person.signIn();
    double before = counted("gatehouse_refresh_total", "reused");
    String second = person.refresh(stolen.refresh()).is(200).refresh();
    Reply third = person.refresh(second).is(200);

    assertReuse(person, stolen, third, other);
    assertThat(counted("gatehouse_refresh_total", "reused")).isEqualTo(before + 1);
    assertThat(new Tables(server).mailsTo(person.email()))
        .filteredOn(mail -> mail.kind().name().equals("SESSION_REUSED"))
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "[L21] a token one step old gets the same successor in the grace window, and ends its own session and no other after it")
  void a_token_one_step_old_is_good_for_the_grace_window_only() {
    try (Serving later = Serving.behindProxy()) {
      Person person = Person.proven(later);
      Reply in = person.signIn();
      Reply other = person.signIn();
      Reply next = person.refresh(in.refresh()).is(200);
      later.advance(Duration.ofSeconds(5));
      assertThat(person.refresh(in.refresh()).is(200).refresh()).isEqualTo(next.refresh());
      later.advance(Duration.ofSeconds(6));

      assertReuse(person, in, next, other);
    }
  }

  private static void assertReuse(Person person, Reply old, Reply current, Reply other) {
    person.refresh(old.refresh()).is(401, "REFRESH_REJECTED");

    person.refresh(current.refresh()).is(401, "REFRESH_REJECTED");
    person.me(current.access()).is(401, "TOKEN_REJECTED");
    person.me(old.access()).is(401, "TOKEN_REJECTED");
    person.me(other.access()).is(200);
    person.refresh(other.refresh()).is(200);
    Tables tables = new Tables(person.server());
    assertThat(tables.column(
            "select reason from gatehouse.audit where session_id = ?::uuid and type = 'SESSION_ENDED'",
            old.session()))
        .containsExactly("REFRESH_TOKEN_REUSED");
    assertThat(tables.column(
            "select address from gatehouse.audit where session_id = ?::uuid and type = 'REFRESH_TOKEN_REUSED'",
            old.session()))
        .containsExactly(person.address());
  }

  /** What a counter of that label has counted. */
  private double counted(String name, String label) {
    return new Call(server, "GET", "/metrics")
        .bearer(Serving.METRICS_TOKEN)
        .send()
        .is(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  @DisplayName("[L35] failing logins from an address never stop refresh and sign-out from there")
  void failing_logins_stop_no_refresh() {
    Person person = Person.named(server);
    Reply in = person.signIn();
    List<Callable<Reply>> guesses = IntStream.range(0, 4)
        .<Callable<Reply>>mapToObj(thread -> () -> {
          Reply last = in;
          for (int i = 0; i < 15; i++) {
            last = Call.post(
                    server, "/login", "login_or_email", Person.aLogin(), "password", "wrong")
                .from(person.address())
                .send();
          }
          return last;
        })
        .toList();
    assertThat(Race.between(guesses)).anyMatch(reply -> reply.code().equals("LOCKED_OUT"));
    person.login(person.password()).send().is(423, "LOCKED_OUT");

    Reply next = person.refresh(in.refresh()).is(200);
    person.get("/check").bearer(next.access()).send().is(204);
    person.post("/logout").bearer(next.access()).send().is(204);
  }
}
