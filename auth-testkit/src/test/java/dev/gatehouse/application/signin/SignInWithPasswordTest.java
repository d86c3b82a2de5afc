package dev.gatehouse.application.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.WatchedVerb;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignInWithPasswordTest {
  private final InMemoryPasswordHasher hasher = new InMemoryPasswordHasher();

  // ---- what comes after the commit

  @Test
  void a_store_that_goes_away_after_the_commit_makes_no_outage_of_a_sign_in() {
    WatchedVerb forgive = new WatchedVerb(new InMemoryStorage(), "lockouts", "forgive");
    House house = House.over(forgive.storage());
    House.Person person = house.person();
    forgive.fail(true);

    assertThat(house.signIn(person).account().id()).isEqualTo(person.account().id());

    assertThat(forgive.calls()).isOne();
    assertThat(house.events(EventType.COUNT_NOT_FORGIVEN)).hasSize(1);
  }

  @Test
  void a_completed_sign_in_forgives_what_was_counted() {
    House house = House.over(new InMemoryStorage());
    House.Person person = house.person();
    for (int i = 0; i < 20; i++) {
      house.signIn(person);
    }
    assertThat(house.events(EventType.COUNT_NOT_FORGIVEN)).isEmpty();
  }

  @Test
  void an_outdated_hash_is_replaced_and_the_replacement_noted() {
    House house = House.over(new InMemoryStorage()).with(hasher);
    House.Person person = house.person();
    hasher.raiseParameters();

    house.signIn(person);
    int work = hasher.work();
    house.signIn(person);

    assertThat(hasher.work() - work).as("it is replaced once").isOne();
    assertThat(house.events(EventType.PASSWORD_REHASHED))
        .extracting(Event::subject)
        .containsExactly(Optional.of(person.account().id()));
  }

  @Test
  @DisplayName("[L37] no room for a better hash makes no outage of a sign-in")
  void no_room_for_a_better_hash_makes_no_outage_of_a_sign_in() {
    House house = House.over(new InMemoryStorage()).with(new Crowded());
    House.Person person = house.resident(AnAccount.in(house.realm().key()));
    hasher.raiseParameters();
    crowded = true;

    assertThat(house.signIn(person).account().id()).isEqualTo(person.account().id());
    assertThat(house.events(EventType.PASSWORD_REHASHED)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L37] who signs in while hashing is crowded is told to come back before the store is asked")
  void who_signs_in_while_hashing_is_crowded_costs_the_store_nothing() {
    WatchedVerb find = new WatchedVerb(new InMemoryStorage(), "accounts", "find");
    WatchedVerb count = new WatchedVerb(find.storage(), "lockouts", "attempt");
    House house = House.over(count.storage()).with(hasher);
    House.Person person = house.person();
    int asked = find.calls() + count.calls();
    hasher.crowded(true);

    assertThatThrownBy(() -> house.signIn(person))
        .isInstanceOf(Outage.class)
        .hasMessageContaining("password hashing");

    assertThat(find.calls() + count.calls()).isEqualTo(asked);
    hasher.crowded(false);
    house.signIn(person);
    assertThat(find.calls() + count.calls()).as("what is counted here").isGreaterThan(asked + 1);
  }

  private volatile boolean crowded;

  /** Has room for judging, and none for making when it is crowded. */
  private final class Crowded implements PasswordHasher {
    @Override
    public PasswordHash hash(Password password) {
      if (crowded) {
        throw new Outage("password hashing", Duration.ofSeconds(1));
      }
      return hasher.hash(password);
    }

    @Override
    public boolean matches(Password password, Optional<PasswordHash> stored) {
      return hasher.matches(password, stored);
    }

    @Override
    public boolean outdated(PasswordHash stored) {
      return hasher.outdated(stored);
    }
  }

  // ---- outages in between

  @Test
  @DisplayName("[L31] right passwords that an outage met are not counted")
  void right_passwords_that_an_outage_met_are_not_counted() {
    WatchedVerb unit = new WatchedVerb(new InMemoryStorage(), "store", "atomically");
    House house = House.over(unit.storage());
    House.Person person = house.person();
    unit.fail(true);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> house.signIn(person)).isInstanceOf(Outage.class);
    }
    unit.fail(false);

    assertThat(house.signIn(person).account().id()).isEqualTo(person.account().id());
  }

  @Test
  @DisplayName("[L10] a change of password that an outage met is not counted")
  void a_change_of_password_that_an_outage_met_is_not_counted() {
    WatchedVerb unit = new WatchedVerb(new InMemoryStorage(), "store", "atomically");
    House house = House.over(unit.storage());
    House.Person person = house.person();
    AccessClaims caller = house.claims(house.signIn(person).tokens());
    unit.fail(true);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> change(house, person, caller)).isInstanceOf(Outage.class);
    }
    unit.fail(false);

    assertThat(change(house, person, caller)).isZero();
  }

  private static int change(House house, House.Person person, AccessClaims caller) {
    return house
        .gatehouse()
        .changePassword()
        .handle(person.client(), caller, person.password(), House.newPassword());
  }

  // ---- what is heard, and what is answered

  @Test
  @DisplayName("[L44] listeners hear of a failed sign-in, of whom, and why")
  void listeners_hear_of_a_failed_sign_in() {
    House house = House.over(new InMemoryStorage());
    House.Person person = house.person();
    Password wrong = House.newPassword();

    for (int i = 0; i < 6; i++) {
      Refusals.of(() -> gatehouseSignIn(house, person, wrong));
    }

    assertThat(house.events(EventType.SIGN_IN_FAILED))
        .extracting(Event::reason)
        .containsExactly(
            "WRONG_PASSWORD",
            "WRONG_PASSWORD",
            "WRONG_PASSWORD",
            "WRONG_PASSWORD",
            "WRONG_PASSWORD",
            "LOCKED_OUT");
    assertThat(house.events(EventType.SIGN_IN_FAILED).get(0).subject())
        .contains(person.account().id());
  }

  @Test
  void who_meets_a_shut_gate_is_told_for_how_long() {
    House house = House.over(new InMemoryStorage());
    House.Person person = house.person();
    for (int i = 0; i < 5; i++) {
      Refusals.of(() -> gatehouseSignIn(house, person, House.newPassword()));
    }

    assertThat(Refusals.of(() -> house.signIn(person)))
        .isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
  }

  @Test
  void an_answer_has_one_of_three_shapes() {
    House house = House.over(new InMemoryStorage());
    House.Person plain = house.person();
    House.Person careful =
        house.resident(AnAccount.in(house.realm().key()).secondFactors(Method.TOTP));
    House.Person staff = house.resident(AnAccount.in(house.staffRealm().key()));

    assertThat(shape(gatehouseSignIn(house, plain, plain.password()))).isEqualTo("signed in");
    assertThat(shape(gatehouseSignIn(house, careful, careful.password()))).isEqualTo("[TOTP] due");
    assertThat(shape(gatehouseSignIn(house, staff, staff.password()))).isEqualTo("enrolment due");
  }

  private static SignIn gatehouseSignIn(House house, House.Person person, Password password) {
    return house
        .gatehouse()
        .signInWithPassword()
        .handle(person.client(), person.name(), password, false);
  }

  private static String shape(SignIn answer) {
    return answer.match(
        signedIn -> "signed in",
        due -> due.factors() + " due",
        enrolment -> "enrolment due",
        leaving -> "leaving");
  }
}
