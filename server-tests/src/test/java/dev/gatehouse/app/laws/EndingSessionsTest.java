package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What ends a session ends it: at once, on every route, both of its tokens, and nothing besides. */
class EndingSessionsTest {
  private static final Duration BOUND = Duration.ofSeconds(1);

  private final Serving server = Serving.shared();

  /** Neither token is good for anything any more. */
  private void assertEnded(Person person, Reply session) {
    ServedRoutes.signedIn(server)
        .forEach(route -> assertThat(
                route.call(server).bearer(session.access()).send().is(401).code())
            .as(route.toString())
            .isEqualTo("TOKEN_REJECTED"));
    person.refresh(session.refresh()).is(401, "REFRESH_REJECTED");
  }

  private static void assertGoesOn(Person person, Reply session) {
    person.me(session.access()).is(200);
    person.refresh(session.refresh()).is(200);
  }

  @Test
  @DisplayName(
      "[L22][L23] signing out ends that session at once, on every signed-in route, whichever token is shown")
  void signing_out_ends_the_session() {
    Person person = Person.named(server);
    Reply byAccess = person.signIn();
    Reply byRefresh = person.signIn();
    Reply other = person.signIn();

    person.post("/logout").bearer(byAccess.access()).send().is(204);
    assertEnded(person, byAccess);
    person.post("/logout", "refresh_token", byRefresh.refresh()).send().is(204);
    assertEnded(person, byRefresh);
    assertGoesOn(person, other);
  }

  @Test
  @DisplayName(
      "[L22][L23][L24] of two sessions of one browser model at one address the removed one ends, and no other")
  void removing_a_device_ends_one_session() {
    Person person = Person.named(server);
    Reply one = signInBy(person, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    Reply other = signInBy(person, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    Person stranger = Person.named(server);
    Reply strangers = stranger.signIn();

    remove(stranger, one, strangers).is(404);
    assertGoesOn(person, one);
    remove(person, one, other).is(200);
    assertEnded(person, one);
    assertGoesOn(person, other);
    remove(person, other, other).is(200);
    assertEnded(person, other);
  }

  private Reply remove(Person person, Reply gone, Reply by) {
    return new Call(server, "DELETE", "/api/v1/auth/devices/" + gone.session())
        .from(person.address())
        .bearer(by.access())
        .send();
  }

  private static Reply signInBy(Person person, String userAgent) {
    return person
        .login(person.password())
        .header("User-Agent", userAgent)
        .send()
        .is(200);
  }

  @Test
  @DisplayName("[L23] signing out everywhere ends all sessions, or all but the one that asks")
  void signing_out_everywhere_ends_all() {
    Person person = Person.named(server);
    List<Reply> others = List.of(person.signIn(), person.signIn());
    Reply own = person.signIn();

    Reply kept =
        person.post("/logout-all", "keep_current", true).bearer(own.access()).send();
    assertThat(kept.is(200).at("/sessions_revoked")).isEqualTo("2");
    others.forEach(session -> assertEnded(person, session));
    person.me(own.access()).is(200);
    Reply none = person.post("/logout-all").bearer(own.access()).send();
    assertThat(none.is(200).at("/sessions_revoked")).isEqualTo("1");
    assertEnded(person, own);
  }

  @Test
  @DisplayName("[L23] a changed password ends every other session, and the old one opens nothing")
  void a_changed_password_ends_every_other_session() {
    Person person = Person.named(server);
    Reply other = person.signIn();
    Reply own = person.signIn();
    String wanted = Person.aPassword();

    change(person, own, wanted).is(200);

    assertEnded(person, other);
    assertGoesOn(person, own);
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    person.login(wanted).send().is(200);
  }

  private static Reply change(Person person, Reply by, String wanted) {
    return person
        .post("/change-password", "current_password", person.password(), "new_password", wanted)
        .bearer(by.access())
        .send();
  }

  @Test
  @DisplayName(
      "[L08][L22][L23] disabling ends every session, here within a second of the command, and enabling brings none back")
  void disabling_ends_every_session() {
    Person person = Person.named(server);
    Reply session = person.signIn();

    assertThat(server.command("admin", "disable", person.login())).contains("sessions ended: 1");
    long commanded = System.nanoTime();
    Duration lag;
    Reply answer;
    do {
      answer = person.get("/check").bearer(session.access()).send();
      lag = Duration.ofNanos(System.nanoTime() - commanded);
    } while (answer.status() == 204 && lag.compareTo(BOUND) < 0);
    answer.is(401, "TOKEN_REJECTED");
    assertThat(lag).isLessThan(BOUND);
    person.refresh(session.refresh()).is(401, "REFRESH_REJECTED");
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    server.command("admin", "enable", person.login());
    assertEnded(person, session);
    person.signIn();
  }

  @Test
  @DisplayName(
      "[L23] a sign-in with the old password that races its change never has a live session after it")
  void a_sign_in_that_races_a_password_change_gets_nothing_that_lasts() {
    Race.rounds(4, round -> {
      Person person = Person.named(server);
      Reply own = person.signIn();
      List<Callable<Reply>> racers = new ArrayList<>();
      racers.add(() -> change(person, own, Person.aPassword()));
      for (int i = 0; i < 3; i++) {
        racers.add(() -> person.login(person.password()).send());
      }

      List<Reply> replies = Race.between(racers);

      replies.get(0).is(200);
      replies.stream().skip(1).filter(reply -> reply.status() == 200).forEach(reply -> {
        person.me(reply.access()).is(401, "TOKEN_REJECTED");
        person.refresh(reply.refresh()).is(401, "REFRESH_REJECTED");
      });
      assertThat(new Tables(server)
              .column(
                  "select id from gatehouse.sessions where account_id = ?::uuid and revoked_at is null",
                  own.at("/user/id")))
          .containsExactly(own.session());
    });
  }

  @Test
  @DisplayName(
      "[L28] every sign-in is a new session, whatever of an earlier one comes with the request")
  void every_sign_in_is_a_new_session() {
    Person person = Person.named(server);
    Set<String> ids = new HashSet<>();
    Reply last = person.signIn();
    ids.add(last.session());
    for (int i = 0; i < 4; i++) {
      last = person
          .post(
              "/login",
              "login_or_email",
              person.login(),
              "password",
              person.password(),
              "device_mark",
              last.mark(),
              "session_id",
              last.session(),
              "refresh_token",
              last.refresh())
          .bearer(last.access())
          .header("X-Session-ID", last.session())
          .send()
          .is(200);
      assertThat(ids.add(last.session())).isTrue();
    }
  }
}
