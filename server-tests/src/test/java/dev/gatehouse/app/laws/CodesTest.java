package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Race;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The six digits of the mail: guessed, raced for, and carried where they do not belong. */
class CodesTest {
  private static final int RACERS = 20;

  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);

  private Person registrant() {
    return registrant(Serving.HOST, Person.anAddress());
  }

  private Person registrant(String host, String address) {
    return new Person(server, host, Person.aLogin(), address, Person.aPassword(), Call.elsewhere());
  }

  private static String not(String code) {
    return code.equals("000000") ? "111111" : "000000";
  }

  private int accounts(String address) {
    return Integer.parseInt(
        tables.one("select count(*) from gatehouse.accounts where email = ?", address));
  }

  /** By somebody else, who has no handle or another. */
  private Reply stranger(Person person, String code, Object... more) {
    Call call = Call.post(server, "/verify-otp", "email", person.email(), "code", code);
    return (more.length == 0
            ? call
            : call.json("email", person.email(), "code", code, more[0], more[1]))
        .send();
  }

  @Test
  @DisplayName(
      "[L01] each wrong code spends an attempt though it is refused, and after the last the right one is refused too")
  void wrong_codes_use_up_the_right_one() {
    Person person = registrant();
    String flow = person.register();
    String code = tables.codeTo(person.email());
    for (int left = 4; left >= 0; left--) {
      Reply reply = person.verify(not(code), flow).is(401, "CODE_REJECTED");
      assertThat(reply.at("/attempts_remaining")).isEqualTo(Integer.toString(left));
    }
    person.verify(code, flow).is(401, "CODE_REJECTED");
    assertThat(accounts(person.email())).isZero();
  }

  @Test
  @DisplayName("[L01][L30] guesses of strangers without the handle use up none of the registrant's")
  void guesses_of_strangers_use_up_none_of_the_owners() {
    Person person = registrant();
    String flow = person.register();
    String code = tables.codeTo(person.email());
    for (int i = 0; i < 8; i++) {
      stranger(person, not(code)).is(401, "CODE_REJECTED");
    }
    stranger(person, code).is(401, "CODE_REJECTED");
    person.verify(code, flow).is(200);
  }

  @Test
  @DisplayName("[L01][L31] racing wrong codes are judged no more often than the limit says")
  void racing_guesses_are_all_counted() {
    Person person = registrant();
    String flow = person.register();
    String code = tables.codeTo(person.email());

    List<Reply> replies = Race.of(RACERS, n -> person.verify(not(code), flow));

    // who was judged hears how many are left after him; everybody else that none are
    assertThat(replies).allMatch(reply -> reply.code().equals("CODE_REJECTED"));
    assertThat(replies.stream().map(reply -> reply.at("/attempts_remaining")))
        .containsOnlyOnce("1", "2", "3", "4");
    person.verify(code, flow).is(401, "CODE_REJECTED");
  }

  @Test
  @DisplayName("[L02] of many who race with the same right code exactly one is let in")
  void one_of_many_is_let_in() {
    Race.rounds(5, round -> {
      // a name would be said to be taken, once the one has it
      Person person = registrant().nameless();
      String flow = person.register();
      String code = tables.codeTo(person.email());

      List<Reply> replies =
          Race.of(RACERS, n -> n % 4 == 3 ? stranger(person, code) : person.verify(code, flow));

      assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
      assertThat(replies)
          .filteredOn(reply -> reply.status() != 200)
          .allMatch(reply -> reply.code().equals("CODE_REJECTED"));
      assertThat(accounts(person.email())).isOne();
      assertThat(tables.column(
              "select id from gatehouse.sessions where account_id = (select id from gatehouse.accounts where email = ?)",
              person.email()))
          .hasSize(1);
    });
  }

  @Test
  @DisplayName("[L03] a code is good for its own address, realm and flow only, and no other's")
  void a_code_is_bound() {
    Person person = registrant().nameless();
    Person other = registrant();
    Person there = registrant(Serving.SHOP, person.email());
    String flow = person.register();
    String code = tables.codeTo(person.email());
    String flowThere = there.register();
    String otherFlow = other.register();

    other.verify(code, otherFlow).is(401, "CODE_REJECTED");
    there.verify(code, flowThere).is(401, "CODE_REJECTED");
    there.verify(code, flow).is(401, "CODE_REJECTED");
    assertThat(accounts(person.email())).isZero();
    assertThat(accounts(other.email())).isZero();

    // of an earlier mail of the same flow
    tables.change("delete from gatehouse.throttles where bucket like 'resend|%'");
    Call.post(server, "/resend-otp", "email", person.email()).send().is(200);
    String newer = tables.codesTo(person.email()).stream()
        .filter(c -> !c.equals(code))
        .reduce((a, b) -> b)
        .orElseThrow();
    person.verify(newer, flow).is(200);
    person.verify(newer, flow).is(401, "CODE_REJECTED");
  }

  @Test
  @DisplayName("[L03] no secret that exists is good in the place of another")
  void no_secret_stands_in_for_another() {
    Person person = registrant();
    String flow = person.register();
    String code = tables.codeTo(person.email());
    Person staff = registrant(Serving.CREW, Person.anAddress());
    String staffFlow = staff.register();
    String ticket =
        staff.verify(tables.codeTo(staff.email()), staffFlow).is(200).at("/tfa_token");
    Reply in = Person.named(server).signIn();
    List<String> others = List.of(ticket, flow, in.access(), in.refresh(), in.mark());

    for (String secret : others) {
      assertThat(person
              .verify(secret.substring(0, Math.min(128, secret.length())), flow)
              .status())
          .isEqualTo(401);
      if (!secret.equals(in.access())) {
        Call.get(server, "/me").bearer(secret).send().is(401, "TOKEN_REJECTED");
      }
      if (!secret.equals(in.refresh())) {
        Call.post(server, "/refresh", "refresh_token", secret).send().is(401, "REFRESH_REJECTED");
      }
    }
    for (String secret : List.of(code, ticket, flow)) {
      Call.post(server, "/login", "login_or_email", person.email(), "password", secret)
          .send()
          .is(401, "CREDENTIALS_REJECTED");
    }
    assertThat(accounts(person.email())).isZero();
  }

  @Test
  @DisplayName(
      "[L14] without the handle of who began it, or with another's, a code gives nothing of what he asked for")
  void another_handle_takes_nothing() {
    Person victim = registrant();
    Person thief = registrant();
    String thiefs = thief.register();
    victim.register();
    Reply in = stranger(victim, tables.codeTo(victim.email()), "flow", thiefs).is(200);
    assertThat(in.at("/user/login")).isEqualTo("null");
    for (Person person : List.of(victim, thief)) {
      Call.post(server, "/login", "login_or_email", victim.email(), "password", person.password())
          .send()
          .is(401, "CREDENTIALS_REJECTED");
    }

    Person inBrowser = registrant();
    inBrowser.register();
    Browser browser = new Browser(server);
    Reply without = browser.post(
        "/verify-otp", "email", inBrowser.email(), "code", tables.codeTo(inBrowser.email()));
    assertThat(without.is(200).at("/user/login")).isEqualTo("null");
    inBrowser.login(inBrowser.password()).send().is(401, "CREDENTIALS_REJECTED");
  }
}
