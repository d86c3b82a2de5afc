package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.testkit.fixture.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private static final int WAVES = 10;

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
      "[L37] where more sign-ins come than hashing has room for, some hear when to come back, it keeps to its memory, and refreshing and checking go on")
  void full_hashing_stops_nothing_else() {
    Person person = Person.named(server);
    Reply in = person.signIn();
    AtomicBoolean over = new AtomicBoolean();
    Race.Running<Double> memory = Race.start(() -> mostMemory(over));

    // how many it takes is a matter of how fast the machine hashes
    boolean crowded = false;
    for (int wave = 0; wave < WAVES && !crowded; wave++) {
      crowded = storm(person, in);
    }
    over.set(true);

    assertThat(crowded).as("hashing had too many who wait").isTrue();
    Passwords.Settings budget = Passwords.Settings.DEFAULT;
    double place = budget.memoryKib() * 1024.0;
    assertThat(memory.result()).isBetween(place, place * budget.maxConcurrent());
    // and it passes by itself
    person.signIn();
  }

  /** A great many sign-ins at once, and others who want no hashing; whether hashing itself told somebody to come back. */
  private boolean storm(Person person, Reply in) {
    List<Callable<Reply>> racers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      racers.add(() -> Call.post(
              server, "/login", "login_or_email", Person.aLogin(), "password", "a wrong guess")
          .send());
    }
    int logins = racers.size();
    Reply own = person.signIn();
    racers.add(() -> person.refresh(own.refresh()));
    for (int i = 0; i < 10; i++) {
      racers.add(() -> person.get("/check").bearer(in.access()).send());
      racers.add(() -> person.me(in.access()));
    }

    List<Reply> replies = Race.between(racers);

    List<Reply> guesses = replies.subList(0, logins);
    assertThat(guesses.stream().map(Reply::status)).isSubsetOf(401, 503);
    assertThat(replies.subList(logins, replies.size())).allMatch(reply -> reply.status() < 300);
    // a database whose connections are all taken says one second
    return guesses.stream()
        .filter(reply -> reply.status() == 503)
        .anyMatch(reply -> reply.header("Retry-After").equals(Optional.of("2")));
  }

  /** The most memory that hashing had at any moment that was looked at. */
  private double mostMemory(AtomicBoolean over) {
    double most = 0;
    while (!over.get()) {
      most = Math.max(
          most,
          new Call(server, "GET", "/metrics")
              .bearer(Serving.METRICS_TOKEN)
              .send()
              .is(200)
              .text()
              .lines()
              .filter(line -> line.startsWith("gatehouse_hashing_memory_bytes "))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .findFirst()
              .orElseThrow());
    }
    return most;
  }
}
