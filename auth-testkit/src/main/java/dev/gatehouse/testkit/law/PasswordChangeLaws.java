package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody has an owner's access token and wants the password too. */
public abstract class PasswordChangeLaws extends Laws {
  private static final Refusal.CredentialsRejected REJECTED = new Refusal.CredentialsRejected();

  private House.Person owner;
  private Tokens stolen;
  private AccessClaims claims;
  private Client thief;

  @BeforeEach
  void steal() {
    owner = house().person();
    stolen = house().signIn(owner).tokens();
    claims = house().claims(stolen);
    thief = house().client();
  }

  @Test
  @DisplayName(
      "[L10] guessing the current password with a stolen access token climbs the ladder of signing in")
  void guessing_climbs_the_ladder() {
    int before = hasher().work();
    for (int i = 0; i < 5; i++) {
      assertThat(guess(thief)).isEqualTo(REJECTED);
    }

    assertThat(guess(thief)).isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
    later(Duration.ofSeconds(30));
    assertThat(guess(thief)).isEqualTo(REJECTED);
    assertThat(guess(thief)).isEqualTo(new Refusal.LockedOut(Duration.ofMinutes(5)));
    later(Duration.ofMinutes(5));
    assertThat(guess(thief)).isEqualTo(REJECTED);
    assertThat(guess(thief)).isEqualTo(new Refusal.LockedOut(Duration.ofMinutes(30)));
    assertThat(hasher().work() - before).as("passwords that were judged").isEqualTo(7);
  }

  @Test
  @DisplayName("[L10] guesses by token and at sign-in are counted together, and shut both")
  void guesses_are_counted_together() {
    for (int i = 0; i < 3; i++) {
      assertThat(guess(thief)).isEqualTo(REJECTED);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(Refusals.of(() -> gatehouse()
              .signInWithPassword()
              .handle(thief, owner.name(), House.newPassword(), false)))
          .isEqualTo(REJECTED);
    }

    assertThat(guess(thief)).isInstanceOf(Refusal.LockedOut.class);
    int before = hasher().judged();
    assertThat(Refusals.of(() -> house().signIn(owner.at(thief)))).isEqualTo(REJECTED);
    assertThat(hasher().judged() - before)
        .as("at sign-in it is shut in silence: the name has been typed three times only")
        .isZero();
  }

  @Test
  @DisplayName("[L10] once locked the right password changes nothing either")
  void the_right_password_changes_nothing_once_locked() {
    for (int i = 0; i < 5; i++) {
      guess(thief);
    }

    assertThat(change(thief, owner.password(), House.newPassword()))
        .containsInstanceOf(Refusal.LockedOut.class);
    assertThat(house().signIn(owner).account().id()).isEqualTo(owner.account().id());
  }

  @Test
  @DisplayName("[L10] racing guesses by token are judged no oftener than five times")
  void racing_guesses_are_counted_before_they_are_judged() {
    Race.rounds(5, round -> {
      steal();
      int before = hasher().work();

      List<Refusal> answers = Race.of(32, racer -> guess(thief));

      assertThat(hasher().work() - before).isLessThanOrEqualTo(5);
      assertThat(answers.stream().filter(REJECTED::equals)).hasSize(5);
    });
  }

  @Test
  @DisplayName(
      "[L10] a new password that is refused tells nothing of the current one, however often, and is no guess")
  void a_bad_new_password_is_no_oracle() {
    Password bad = new Password("short");
    int before = hasher().work();
    for (int i = 0; i < 10; i++) {
      assertThat(change(thief, i % 2 == 0 ? owner.password() : House.newPassword(), bad))
          .containsInstanceOf(Refusal.PasswordRejected.class);
    }
    assertThat(hasher().work()).isEqualTo(before);

    for (int i = 0; i < 5; i++) {
      assertThat(guess(thief)).isEqualTo(REJECTED);
    }
    assertThat(guess(thief)).isInstanceOf(Refusal.LockedOut.class);
  }

  @Test
  @DisplayName("[L30] guessing by token locks neither the owner's known device nor his sessions")
  void guessing_does_not_lock_the_owner_out() {
    House.Person known = owner.showing(house().signIn(owner).mark());
    for (int i = 0; i < 20; i++) {
      guess(thief);
      guess(owner.client());
    }

    assertThat(guess(owner.client())).isInstanceOf(Refusal.LockedOut.class);
    Tokens fresh = house().signIn(known).tokens();
    assertThat(house().claims(house().refresh(known, fresh)).subject())
        .isEqualTo(owner.account().id());
    assertThat(house().claims(house().refresh(owner, stolen)).subject())
        .isEqualTo(owner.account().id());
    assertThat(change(known.client(), owner.password(), House.newPassword())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L30] after a day's hundred guesses by token an owner without a mailbox keeps one try per half hour and network, here and at sign-in")
  void an_owner_without_a_mailbox_keeps_a_last_resort() {
    useUpTheDay();
    House.Person elsewhere = owner.at(house().client());

    assertThat(guess(thief)).isEqualTo(REJECTED);
    assertThat(guess(thief)).isEqualTo(new Refusal.LockedOut(Duration.ofMinutes(30)));
    assertThat(house().signIn(elsewhere).account().id())
        .isEqualTo(owner.account().id());
    later(Duration.ofMinutes(30));
    Password wanted = House.newPassword();
    assertThat(change(thief, owner.password(), wanted)).isEmpty();
    int before = hasher().judged();
    assertThat(guess(elsewhere.client())).isEqualTo(REJECTED);
    assertThat(Refusals.of(() -> house().signIn(elsewhere))).isEqualTo(REJECTED);
    assertThat(hasher().judged() - before).as("one try for both doors").isOne();
  }

  @Test
  @DisplayName("[L10] after a day's hundred guesses by token an owner with a mailbox waits a day")
  void an_owner_with_a_mailbox_waits_a_day() {
    owner = house().resident(AnAccount.in(house().realm().key()));
    claims = house().claims(house().signIn(owner).tokens());
    useUpTheDay();

    assertThat(guess(thief)).isEqualTo(new Refusal.LockedOut(Duration.ofDays(1)));
  }

  private void useUpTheDay() {
    for (int i = 0; i < 100; i++) {
      assertThat(guess(house().client())).isEqualTo(REJECTED);
    }
  }

  @Test
  @DisplayName("[L10] each guess leaves an audit row about the account, and none says the password")
  void each_guess_is_audited() {
    guess(thief);
    guess(thief);

    assertThat(engine().rows(EventType.PASSWORD_CHANGE_FAILED)).hasSize(2).allSatisfy(row -> {
      assertThat(row.subject()).contains(owner.account().id());
      assertThat(row.reason()).isEqualTo("WRONG_PASSWORD");
      assertThat(row.origin().orElseThrow().address()).isEqualTo(thief.address());
    });
  }

  @Test
  @DisplayName(
      "[L10] where a second factor is enrolled the password alone changes nothing, and is not even looked at, until it was shown lately")
  void a_second_factor_is_asked_for() {
    Careful careful = Careful.of(house(), owner);
    int before = hasher().work();
    for (Password current : List.of(owner.password(), House.newPassword())) {
      assertThat(change(owner.client(), current, House.newPassword()))
          .as("in the session of before it was enrolled")
          .containsInstanceOf(Refusal.StepUpRequired.class);
    }
    later(Duration.ofMinutes(10).plusMillis(1));
    assertThat(change(owner.client(), careful.claims(), owner.password(), House.newPassword()))
        .containsInstanceOf(Refusal.StepUpRequired.class);
    assertThat(hasher().work()).isEqualTo(before);

    gatehouse()
        .reauthenticate()
        .handle(
            owner.client(),
            careful.claims(),
            Optional.of(owner.password()),
            Optional.of(careful.code()));
    assertThat(change(owner.client(), careful.claims(), owner.password(), House.newPassword()))
        .isEmpty();
  }

  @Test
  @DisplayName("[L23] after the change the old password is good nowhere, and the new one is")
  void the_old_password_is_good_nowhere() {
    Password wanted = House.newPassword();
    assertThat(change(owner.client(), owner.password(), wanted)).isEmpty();

    assertThat(Refusals.of(() -> house().signIn(owner))).isEqualTo(REJECTED);
    assertThat(change(owner.client(), owner.password(), House.newPassword())).contains(REJECTED);
    assertThat(signsIn(wanted)).isTrue();
    assertThat(house().claims(stolen).subject()).isEqualTo(owner.account().id());
  }

  @Test
  @DisplayName(
      "[L08] an account that is disabled while its password is checked keeps the old one, and the try is audited")
  void a_change_caught_in_the_middle_changes_nothing() {
    Interrupted interrupted = new Interrupted(hasher());
    House caught = house().with(interrupted);
    var before = entry(owner.account()).password();
    interrupted.whileChecking(() -> set(owner.account(), AccountStatus.DISABLED));

    assertThat(Refusals.of(() -> caught
            .gatehouse()
            .changePassword()
            .handle(owner.client(), claims, owner.password(), House.newPassword())))
        .isEqualTo(REJECTED);

    assertThat(entry(owner.account()).password()).isEqualTo(before);
    assertThat(engine().rows(EventType.PASSWORD_CHANGE_FAILED))
        .singleElement()
        .satisfies(row -> assertThat(row.reason()).isEqualTo("ACCOUNT_CHANGED"));
  }

  @Test
  @DisplayName("[L23] of two changes at once one is made, and only the session that made it lives")
  void of_two_changes_at_once_one_is_made() {
    Race.rounds(round -> {
      steal();
      AccessClaims other = house().claims(house().signIn(owner).tokens());
      Password ones = House.newPassword();
      Password others = House.newPassword();

      List<Optional<Refusal>> answers = Race.between(
          () -> change(owner.client(), claims, owner.password(), ones),
          () -> change(owner.client(), other, owner.password(), others));

      assertThat(answers).containsOnlyOnce(Optional.empty());
      boolean first = answers.get(0).isEmpty();
      assertThat(signsIn(first ? ones : others)).isTrue();
      assertThat(signsIn(first ? others : ones)).isFalse();
      assertThat(engine()
              .sessions()
              .live(owner.account().id(), Optional.empty(), 10, now().minusSeconds(1)))
          .extracting(Session::id)
          .contains((first ? claims : other).session())
          .doesNotContain((first ? other : claims).session());
    });
  }

  @Test
  @DisplayName("[L23] a better hash of the old password, made at a sign-in, never undoes a change")
  void a_better_hash_never_undoes_a_change() {
    Interrupted interrupted = new Interrupted(hasher());
    House caught = house().with(interrupted);
    Password wanted = House.newPassword();
    hasher().raiseParameters();
    interrupted.whileHashing(
        () -> assertThat(change(owner.client(), owner.password(), wanted)).isEmpty());

    caught.signIn(owner);

    assertThat(signsIn(wanted)).isTrue();
    assertThat(signsIn(owner.password())).isFalse();
    assertThat(hasher().outdated(entry(owner.account()).password().orElseThrow()))
        .isFalse();
    assertThat(house().events(EventType.PASSWORD_REHASHED)).isEmpty();
    assertThat(caught.events(EventType.PASSWORD_REHASHED))
        .as("nothing was replaced")
        .isEmpty();
  }

  // ---- steps

  private Refusal guess(Client client) {
    return change(client, House.newPassword(), House.newPassword()).orElseThrow();
  }

  private Optional<Refusal> change(Client client, Password current, Password wanted) {
    return change(client, claims, current, wanted);
  }

  private Optional<Refusal> change(
      Client client, AccessClaims caller, Password current, Password wanted) {
    return Refusals.maybe(
        () -> gatehouse().changePassword().handle(client, caller, current, wanted));
  }

  private boolean signsIn(Password password) {
    return Refusals.maybe(() -> gatehouse()
            .signInWithPassword()
            .handle(house().client(), owner.name(), password, false))
        .isEmpty();
  }
}
