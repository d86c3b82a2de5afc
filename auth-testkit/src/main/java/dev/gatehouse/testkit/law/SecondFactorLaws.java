package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One factor where two are due: there is a ticket, and no session. */
public abstract class SecondFactorLaws extends Laws {

  @TestFactory
  @DisplayName(
      "[L07] whatever second factor is enrolled, a password alone gets a ticket and no session")
  Stream<DynamicTest> a_password_alone_gets_a_ticket() {
    return Stream.of(
            Set.of(Method.TOTP),
            Set.of(Method.TOTP, Method.RECOVERY_CODE),
            Set.of(Method.RECOVERY_CODE),
            Set.of(Method.EMAIL_CODE),
            Set.of(Method.PASSWORD))
        .map(enrolled -> DynamicTest.dynamicTest("[L07] enrolled: " + enrolled, () -> {
          House.Person person = careful(house().realm(), enrolled);

          SignIn answer = signIn(person);

          assertThat(answer).isInstanceOf(SignIn.SecondFactorDue.class);
          assertThat(((SignIn.SecondFactorDue) answer).factors()).isEqualTo(enrolled);
          assertNoSession(person.account());
        }));
  }

  @Test
  @DisplayName(
      "[L07] where the realm requires a second factor and none is enrolled, a password gets an enrolment ticket and no session")
  void staff_without_a_factor_get_an_enrolment_ticket() {
    House.Person person = house().resident(AnAccount.in(house().staffRealm().key()));

    assertThat(signIn(person)).isInstanceOf(SignIn.EnrolmentDue.class);
    assertNoSession(person.account());
  }

  @Test
  @DisplayName(
      "[L07] where the realm requires a second factor and one is enrolled, that one is due, not another enrolment")
  void staff_with_a_factor_have_to_prove_it() {
    House.Person person = careful(house().staffRealm(), Set.of(Method.TOTP));

    assertThat(signIn(person)).isInstanceOf(SignIn.SecondFactorDue.class);
    assertNoSession(person.account());
  }

  @Test
  @DisplayName(
      "[L07] where the realm requires a second factor, a proven mailbox gets an enrolment ticket and no session")
  void a_code_alone_gets_an_enrolment_ticket() {
    Client client = house().clientOf(house().staffRealm());
    Registrant registrant = Registrant.of(
        house(), client, Fixtures.email(), Optional.empty(), Optional.of(House.newPassword()));

    SignIn answer = gatehouse()
        .verifyEmail()
        .handle(
            client,
            VerifyEmail.Command.of(registrant.email(), registrant.code(), registrant.flow()));

    assertThat(answer).isInstanceOf(SignIn.EnrolmentDue.class);
    Account account = engine()
        .accounts()
        .find(house().staffRealm().key(), new Identifier.ByEmail(registrant.email()))
        .orElseThrow()
        .account();
    assertNoSession(account);
  }

  @Test
  @DisplayName(
      "[L07] a realm that begins to require a second factor gives no session to whoever has none")
  void a_realm_that_begins_to_require_a_factor() {
    House.Person person = house().person();
    House stricter = house().with(house().realm().withSecondFactorRequired(true));

    SignIn answer = stricter
        .gatehouse()
        .signInWithPassword()
        .handle(stricter.client(), person.name(), person.password(), false);

    assertThat(answer).isInstanceOf(SignIn.EnrolmentDue.class);
    assertNoSession(person.account());
  }

  @Test
  @DisplayName(
      "[L07] a device that is known needs the second factor too, and asking again and again changes nothing")
  void a_known_device_needs_the_factor_too() {
    House.Person person = house().person();
    SignIn.SignedIn before = house().signIn(person);
    House stricter = house().with(house().realm().withSecondFactorRequired(true));
    House.Person known = person.at(stricter.client().with(before.mark()));

    Set<String> tickets = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      SignIn answer = stricter
          .gatehouse()
          .signInWithPassword()
          .handle(known.client(), known.name(), known.password(), true);
      tickets.add(((SignIn.EnrolmentDue) answer).ticket().reveal());
    }

    assertThat(tickets).as("a new ticket each time").hasSize(5);
    assertThat(engine().sessions().live(person.account().id(), Optional.empty(), 10, now()))
        .as("the one of before")
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "[L07] a ticket is asked for in the audit trail, is no sign-in, and leaves the last sign-in as it was")
  void a_ticket_is_no_sign_in() {
    House.Person person = careful(house().realm(), Set.of(Method.TOTP));

    signIn(person);

    assertThat(house().events(EventType.SIGNED_IN)).isEmpty();
    assertThat(engine().rows(EventType.SECOND_FACTOR_ASKED))
        .singleElement()
        .satisfies(row -> assertThat(row.subject()).contains(person.account().id()));
    assertThat(stored(person.account()).signIns().count()).isZero();
  }

  @Test
  @DisplayName(
      "[L07] a wrong password with a second factor enrolled is answered like any wrong password")
  void a_wrong_password_tells_nothing_of_the_factor() {
    House.Person person = careful(house().realm(), Set.of(Method.TOTP));

    assertThat(Refusals.of(() -> gatehouse()
            .signInWithPassword()
            .handle(person.client(), person.name(), House.newPassword(), false)))
        .isEqualTo(new Refusal.CredentialsRejected());
  }

  private House.Person careful(Realm realm, Set<Method> enrolled) {
    Role role = realm.equals(house().staffRealm()) ? Role.VIEWER : Role.USER;
    return house()
        .resident(
            AnAccount.in(realm.key()).roles(role).secondFactors(enrolled.toArray(Method[]::new)));
  }

  private SignIn signIn(House.Person person) {
    return gatehouse()
        .signInWithPassword()
        .handle(person.client(), person.name(), person.password(), false);
  }

  private void assertNoSession(Account account) {
    assertThat(engine().sessions().live(account.id(), Optional.empty(), 10, now()))
        .isEmpty();
  }
}
