package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody has an owner's access token, and wants what only the owner may do. */
public abstract class StepUpLaws extends Laws {
  private static final Refusal REJECTED = new Refusal.CredentialsRejected();
  private static final Duration LONG = Duration.ofMinutes(10);

  private House.Person owner;
  private Tokens tokens;
  private AccessClaims claims;

  @BeforeEach
  void signIn() {
    owner = house().person();
    tokens = house().signIn(owner).tokens();
    claims = house().claims(tokens);
  }

  @Test
  @DisplayName("[L10] a sign-in permits what needs a step-up for ten minutes, and no longer")
  void a_fresh_sign_in_counts() {
    later(LONG);
    assertPermitted(claims);

    later(Duration.ofMillis(1));
    assertThat(require(claims))
        .contains(new Refusal.StepUpRequired(Set.of(Method.PASSWORD), Set.of(), LONG));
  }

  @Test
  @DisplayName("[L10] refreshing makes a token fresh, not its owner")
  void refreshing_is_no_step_up() {
    later(LONG);
    Tokens fresh = house().refresh(owner, tokens);
    later(Duration.ofMillis(1));

    assertThat(require(house().claims(fresh))).containsInstanceOf(Refusal.StepUpRequired.class);
  }

  @Test
  @DisplayName("[L10] the password makes exactly one session good for ten minutes more")
  void stepping_up_is_of_one_session() {
    AccessClaims other = house().claims(house().signIn(owner).tokens());
    later(LONG.plusMillis(1));

    assertThat(reauth(owner.client(), owner.password())).isEmpty();

    assertPermitted(claims);
    assertThat(require(other)).containsInstanceOf(Refusal.StepUpRequired.class);
    later(LONG);
    assertPermitted(claims);
    later(Duration.ofMillis(1));
    assertThat(require(claims)).containsInstanceOf(Refusal.StepUpRequired.class);
    assertThat(engine().rows(EventType.STEPPED_UP))
        .singleElement()
        .satisfies(row -> assertThat(row.session()).contains(claims.session()));
  }

  @Test
  @DisplayName("[L28] stepping up keeps the session: its tokens, and who it is")
  void stepping_up_keeps_the_session() {
    assertThat(reauth(owner.client(), owner.password())).isEmpty();

    Tokens next = house().refresh(owner, tokens);
    assertThat(house().claims(next).session()).isEqualTo(claims.session());
    assertThat(house().claims(next).authTime()).isEqualTo(claims.authTime());
    assertThat(engine().sessions().live(owner.account().id(), Optional.empty(), 10, now()))
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "[L10] a stolen access token is no password oracle: guesses climb the ladder of signing in")
  void guessing_climbs_the_ladder() {
    Client thief = house().client();
    int before = hasher().work();
    for (int i = 0; i < 5; i++) {
      assertThat(reauth(thief, House.newPassword())).contains(REJECTED);
    }

    assertThat(reauth(thief, owner.password()))
        .contains(new Refusal.LockedOut(Duration.ofSeconds(30)));
    assertThat(hasher().work() - before).as("passwords that were judged").isEqualTo(5);
    assertThat(engine().rows(EventType.STEP_UP_FAILED)).hasSize(5);
    later(LONG.plusMillis(1));
    assertThat(require(claims)).containsInstanceOf(Refusal.StepUpRequired.class);
  }

  @Test
  @DisplayName("[L31] racing guesses are judged no oftener than five times")
  void racing_guesses_are_counted_before_they_are_judged() {
    Race.rounds(5, round -> {
      signIn();
      Client thief = house().client();
      List<Optional<Refusal>> answers = Race.of(32, racer -> reauth(thief, House.newPassword()));

      assertThat(answers.stream().filter(Optional.of(REJECTED)::equals)).hasSize(5);
    });
  }

  @Test
  @DisplayName(
      "[L30] a thief who uses up guesses elsewhere does not lock out the owner's own device")
  void the_owner_s_device_keeps_its_budget() {
    House.Person known = owner.showing(house().signIn(owner).mark());
    Client thief = house().client();
    for (int i = 0; i < 6; i++) {
      reauth(thief, House.newPassword());
    }

    assertThat(reauth(known.client(), owner.password())).isEmpty();
  }

  @Test
  @DisplayName("[L10] a password alone is no step-up where a second factor is enrolled")
  void a_password_alone_is_not_enough_with_a_factor() {
    enrol(Method.TOTP);
    int before = hasher().work();

    Refusal required =
        new Refusal.StepUpRequired(Set.of(Method.PASSWORD), Set.of(Method.TOTP), LONG);
    assertThat(require(claims))
        .as("a sign-in of before the factor was enrolled")
        .contains(required);
    assertThat(reauth(owner.client(), owner.password())).contains(required);
    assertThat(hasher().work()).as("nothing was said of the password").isEqualTo(before);
    assertThat(require(claims)).contains(required);
  }

  @Test
  @DisplayName("[L10] what was proven with one factor is worth nothing once a second is enrolled")
  void an_earlier_step_up_is_worth_nothing_once_a_factor_is_enrolled() {
    assertThat(reauth(owner.client(), owner.password())).isEmpty();
    enrol(Method.TOTP);

    assertThat(require(claims)).containsInstanceOf(Refusal.StepUpRequired.class);
  }

  @Test
  @DisplayName(
      "[L22] an ended session is neither stepped up nor permitted anything, however fresh its token")
  void an_ended_session_is_nothing() {
    gatehouse().endSession().handle(owner.client(), claims, claims.session());

    assertThat(reauth(owner.client(), owner.password())).contains(new Refusal.TokenRejected());
    assertThat(require(claims)).contains(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName("[L08] an account that is not active permits nothing")
  void an_account_that_is_not_active_permits_nothing() {
    set(owner.account(), AccountStatus.DISABLED);

    assertThat(require(claims)).contains(new Refusal.TokenRejected());
    assertThat(reauth(owner.client(), owner.password())).contains(new Refusal.TokenRejected());
  }

  private void enrol(Method factor) {
    engine().store().atomically(unit -> {
      unit.accounts().lock(owner.account().id());
      unit.accounts().setSecondFactors(owner.account().id(), Set.of(factor), now());
      return true;
    });
  }

  private void assertPermitted(AccessClaims caller) {
    assertThat(require(caller)).isEmpty();
  }

  private Optional<Refusal> require(AccessClaims caller) {
    return Refusals.maybe(
        () -> engine().store().atomically(unit -> StepUp.require(unit, caller, now())));
  }

  private Optional<Refusal> reauth(Client client, Password password) {
    return Refusals.maybe(() -> gatehouse()
        .reauthenticate()
        .handle(client, claims, Optional.of(password), Optional.empty()));
  }
}
