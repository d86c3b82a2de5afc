package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Somebody registers an address that is not his, before its owner, after, or both, and hopes that something of it survives. */
class RivalsTest {
  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);

  /** How the owner proves the mailbox. */
  private enum Way {
    WITH_HANDLE,
    PASSWORD_IN_REQUEST,
    WITH_NOTHING,
    IN_ANOTHER_BROWSER
  }

  /** A registration: who asked, and the handle he got. */
  private record Registration(Person person, String flow) {}

  private Registration registered(String address) {
    Person person = new Person(
        server, Serving.HOST, Person.aLogin(), address, Person.aPassword(), Call.elsewhere());
    return new Registration(person, person.register());
  }

  @TestFactory
  @DisplayName(
      "[L04] whoever proves the mailbox owns the account, and nothing of any rival survives")
  Stream<DynamicTest> nothing_of_a_rival_survives() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Way way : Way.values()) {
      for (String when : List.of("before", "after", "before and after")) {
        tests.add(DynamicTest.dynamicTest(
            "[L04] rivals " + when + ", proven " + way, () -> play(when, way)));
      }
    }
    return tests.stream();
  }

  private void play(String when, Way way) {
    String address = Person.anAddress();
    List<Registration> rivals = new ArrayList<>();
    if (when.contains("before")) {
      rivals.add(registered(address));
    }
    Registration owner = registered(address);
    String code = tables.codeTo(address);
    if (when.contains("after")) {
      rivals.add(registered(address));
    }
    List<String> mailed = tables.codesTo(address);
    String chosen = Person.aPassword();

    Reply in = prove(owner, way, code, chosen).is(200);

    boolean wished = way == Way.WITH_HANDLE;
    assertThat(in.at("/user/login")).isEqualTo(wished ? owner.person().login() : "null");
    assertOpens(address, owner.person().password(), wished);
    assertOpens(address, chosen, way == Way.PASSWORD_IN_REQUEST);
    rivals.forEach(rival -> assertNothingOf(rival, in, mailed));
    assertThat(tables.one("select count(*) from gatehouse.accounts where email = ?", address))
        .isEqualTo("1");
  }

  @Test
  @DisplayName(
      "[L04] of the only rival nothing survives when the owner, who never registered, brings a password or types the code in a browser")
  void nothing_of_the_only_rival_survives() {
    for (Way way : List.of(Way.PASSWORD_IN_REQUEST, Way.IN_ANOTHER_BROWSER)) {
      String address = Person.anAddress();
      Registration rival = registered(address);
      List<String> mailed = tables.codesTo(address);
      String chosen = Person.aPassword();

      Reply in = prove(rival, way, mailed.get(0), chosen).is(200);

      assertOpens(address, chosen, way == Way.PASSWORD_IN_REQUEST);
      assertNothingOf(rival, in, mailed);
    }
  }

  private Reply prove(Registration owner, Way way, String own, String chosen) {
    Person person = owner.person();
    // without a handle the code mailed last is the good one
    String last = tables.codeTo(person.email());
    return switch (way) {
      case WITH_HANDLE -> person.verify(own, owner.flow());
      case PASSWORD_IN_REQUEST ->
        Call.post(server, "/verify-otp", "email", person.email(), "code", last, "password", chosen)
            .send();
      case WITH_NOTHING ->
        Call.post(server, "/verify-otp", "email", person.email(), "code", last).send();
      case IN_ANOTHER_BROWSER ->
        new Browser(server).post("/verify-otp", "email", person.email(), "code", last);
    };
  }

  private void assertOpens(String name, String password, boolean expected) {
    Reply reply = Call.post(server, "/login", "login_or_email", name, "password", password)
        .send();
    if (expected) {
      reply.is(200);
    } else {
      reply.is(401, "CREDENTIALS_REJECTED");
    }
  }

  private void assertNothingOf(Registration rival, Reply owners, List<String> mailed) {
    Person person = rival.person();
    assertOpens(person.email(), person.password(), false);
    assertOpens(person.login(), person.password(), false);
    mailed.forEach(code -> person.verify(code, rival.flow()).is(401, "CODE_REJECTED"));
    String account =
        tables.one("select id from gatehouse.accounts where email = ?", person.email());
    assertThat(account).isEqualTo(owners.at("/user/id"));
    assertThat(
            tables.column("select id from gatehouse.accounts where username = ?", person.login()))
        .isEmpty();
    assertThat(tables.column(
            "select address from gatehouse.sessions where account_id = ?::uuid", account))
        .doesNotContain(person.address());
    // the name he asked for is anybody's
    new Person(server, Serving.HOST, person.login(), "", Person.aPassword(), Call.elsewhere())
        .post(
            "/register",
            "login",
            person.login(),
            "password",
            Person.aPassword(),
            "tos_accepted",
            true)
        .send()
        .is(201);
  }
}
