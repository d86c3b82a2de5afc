package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Passwords that everybody tries first, and hashing that everybody asks for at once. */
class PasswordsTest {
  private static final List<String> COMMON = List.of(
      "Password123!",
      "Qwerty123456!",
      "password1234",
      "iloveyou1234",
      "123456789012",
      "aaaaaaaaaaaa",
      "abcdefghijklm",
      "Qwertyuiop123");

  private final Serving server = Serving.shared();

  @Test
  @DisplayName(
      "[L36] passwords that are long enough and on every list are refused at every door that sets one")
  void common_passwords_are_refused() {
    for (String common : COMMON) {
      refused(common, "/register", "login", Person.aLogin(), "tos_accepted", true);
      refused(common, "/register", "email", Person.anAddress(), "tos_accepted", true);
      refused(common, "/verify-otp", "email", Person.anAddress(), "code", "000000");
    }
  }

  private void refused(
      String common, String path, String name, Object value, String other, Object more) {
    Reply reply =
        Call.post(server, path, name, value, other, more, "password", common).send();
    assertThat(reply.is(422, "PASSWORD_REJECTED").json().path("reasons")).isNotEmpty();
    assertThat(reply.text()).doesNotContain(common);
  }

  @Test
  @DisplayName("[L36] they are refused as the new password too, and the old one stays")
  void common_passwords_are_refused_as_the_new_one() {
    Person person = Person.named(server);
    Reply in = person.signIn();
    for (String common : COMMON.subList(0, 4)) {
      person
          .post("/change-password", "current_password", person.password(), "new_password", common)
          .bearer(in.access())
          .send()
          .is(422, "PASSWORD_REJECTED");
    }
    person.signIn();
  }

  @Test
  @DisplayName("[L36] a password that holds the name it is for is refused")
  void a_password_with_the_name_in_it_is_refused() {
    String login = Person.aLogin();
    Call.post(
            server,
            "/register",
            "login",
            login,
            "password",
            "my " + login + " pass",
            "tos_accepted",
            true)
        .send()
        .is(422, "PASSWORD_REJECTED");
  }

  @Test
  @DisplayName(
      "[L37] where more sign-ins come than hashing has room for, some hear when to come back, and refreshing and checking go on")
  void full_hashing_stops_nothing_else() {
    Person person = Person.named(server);
    Reply in = person.signIn();
    List<Callable<Reply>> racers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      racers.add(() -> Call.post(
              server, "/login", "login_or_email", Person.aLogin(), "password", "a wrong guess")
          .send());
    }
    int logins = racers.size();
    racers.add(() -> person.refresh(in.refresh()));
    for (int i = 0; i < 10; i++) {
      racers.add(() -> person.get("/check").bearer(in.access()).send());
      racers.add(() -> person.me(in.access()));
    }

    List<Reply> replies = Race.between(racers);

    List<Reply> guesses = replies.subList(0, logins);
    assertThat(guesses.stream().map(Reply::status)).containsOnly(401, 503);
    assertThat(guesses)
        .filteredOn(reply -> reply.status() == 503)
        .isNotEmpty()
        .allMatch(reply -> Integer.parseInt(reply.header("Retry-After").orElse("0")) > 0);
    assertThat(replies.subList(logins, replies.size())).allMatch(reply -> reply.status() < 300);
    // and it passes by itself
    person.signIn();
  }
}
