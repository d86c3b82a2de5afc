package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Strangers who fail on purpose, a great many, from everywhere: the owner hardly notices. */
class StrangersTest {
  /** As many as an account's day has, and then some. */
  private static final int NETWORKS = 22;

  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);

  private Reply guess(String name, String network) {
    return Call.post(server, "/login", "login_or_email", name, "password", "a wrong guess")
        .from(network)
        .send();
  }

  /** Five guesses from each of many networks, by username and by address. */
  private void besiege(Person person) {
    Race.of(2, half -> {
      for (int i = 0; i < NETWORKS / 2; i++) {
        String network = Call.elsewhere();
        String name = half == 0 ? person.login() : person.email();
        for (int n = 0; n < 5; n++) {
          assertThat(guess(name, network).status()).isIn(401, 423);
        }
      }
      return half;
    });
  }

  @Test
  @DisplayName(
      "[L30] after more than a hundred failures of strangers the owner's known device signs in, by app and by browser")
  void strangers_do_not_lock_out_a_known_device() {
    Person person = Person.proven(server);
    String mark = person.signIn().mark();
    Browser browser = new Browser(server);
    browser.signIn(person);
    int mails = tables.mailsTo(person.email()).size();

    besiege(person);

    // whoever has no mark does not get in, not with the right password either: there is something
    // to be spared
    person.login(person.password()).from(Call.elsewhere()).send().is(401, "CREDENTIALS_REJECTED");
    Reply in = person.marked(mark).send().is(200);
    person.me(in.access()).is(200);
    browser
        .post("/login", "login_or_email", person.email(), "password", person.password())
        .is(200);
    assertThat(tables.mailsTo(person.email())).hasSize(mails);

    server.command("admin", "unlock", person.login());
    person.login(person.password()).from(Call.elsewhere()).send().is(200);
  }

  @Test
  @DisplayName("[L30] the mark of one account gives nothing on another")
  void a_mark_is_of_one_account() {
    Person person = Person.named(server);
    String others = Person.named(server).signIn().mark();
    for (int i = 0; i < 5; i++) {
      guess(person.login(), person.address());
    }
    person.marked(others).send().is(423, "LOCKED_OUT");
  }

  @Test
  @DisplayName(
      "[L30] strangers who ask for mails to an address use up none of what its owner is told of his account")
  void strangers_use_up_no_mails_of_the_owner() {
    Person person = Person.proven(server);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      statuses.add(Call.post(server, "/register", "email", person.email(), "tos_accepted", true)
          .send()
          .status());
      Call.post(server, "/resend-otp", "email", person.email()).send();
    }
    assertThat(statuses).contains(429);

    Reply old = person.signIn();
    String second = person.refresh(old.refresh()).is(200).refresh();
    person.refresh(second).is(200);
    person.refresh(old.refresh()).is(401);
    assertThat(tables.mailsTo(person.email()))
        .filteredOn(mail -> mail.kind().name().equals("SESSION_REUSED"))
        .hasSize(1);
  }

  @Test
  @DisplayName("[L31] racing wrong passwords are judged no more often than the limit says")
  void racing_guesses_are_all_counted() {
    Race.rounds(2, round -> {
      Person person = Person.named(server);
      List<Reply> replies = Race.of(24, n -> guess(person.login(), person.address()));
      assertJudged(replies, () -> guess(person.login(), person.address()));
      person.login(person.password()).send().is(423, "LOCKED_OUT");
    });
  }

  /** Five in all, of those that raced and those that follow; one that found hashing full was not judged, and not counted. */
  private static void assertJudged(List<Reply> racing, Supplier<Reply> next) {
    assertThat(racing.stream().map(Reply::status)).isSubsetOf(401, 423, 503);
    long judged = racing.stream().filter(reply -> reply.status() == 401).count();
    assertThat(judged).isBetween(1L, 5L);
    for (int i = 0; i <= 5 && next.get().status() == 401; i++) {
      judged++;
    }
    assertThat(judged).isEqualTo(5);
  }

  @Test
  @DisplayName("[L31] so are guesses at the current password by who holds an access token")
  void racing_guesses_by_token_are_all_counted() {
    Person person = Person.named(server);
    Reply in = person.signIn();
    Supplier<Reply> guess = () -> person
        .post(
            "/change-password",
            "current_password",
            "a wrong guess",
            "new_password",
            Person.aPassword())
        .bearer(in.access())
        .send();
    assertJudged(Race.of(16, n -> guess.get()), guess);
  }

  @Test
  @DisplayName("[L34] an address gets no more mails in an hour than the limit says, whoever asks")
  void an_address_gets_so_many_mails() {
    String address = Person.anAddress();
    List<Integer> statuses = IntStream.range(0, 9)
        .mapToObj(i -> Call.post(server, "/register", "email", address, "tos_accepted", true)
            .send()
            .status())
        .toList();
    tables.change("delete from gatehouse.throttles where bucket like 'resend|%'");
    Call.post(server, "/resend-otp", "email", address).send().is(429);

    assertThat(statuses).containsExactly(201, 201, 201, 201, 201, 429, 429, 429, 429);
    assertThat(tables.mailsTo(address)).hasSize(5);
  }

  @Test
  @DisplayName("[L34] a client causes no more mails in an hour than the limit says, to whomever")
  void a_client_causes_so_many_mails() {
    String network = Call.elsewhere();
    List<String> addresses =
        IntStream.range(0, 40).mapToObj(i -> Person.anAddress()).toList();
    List<Reply> replies = addresses.stream()
        .map(address -> Call.post(server, "/register", "email", address, "tos_accepted", true)
            .from(network)
            .send())
        .toList();
    assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(30);
    assertThat(replies.get(39).is(429, "THROTTLED").header("Retry-After")).isPresent();
    assertThat(addresses.stream().filter(address -> !tables.mailsTo(address).isEmpty()))
        .hasSize(30);
  }
}
