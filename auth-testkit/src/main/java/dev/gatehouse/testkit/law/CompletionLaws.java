package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Somebody knows the first factor, or has a ticket, and wants a session. */
public abstract class CompletionLaws extends Laws {
  private static final Refusal WORTHLESS = new Refusal.CodeRejected(0);

  private Careful owner;

  @BeforeEach
  void enrol() {
    owner = Careful.of(house());
  }

  @Test
  @DisplayName("[L07] ticket and code make a session of both factors, as it was asked for")
  void ticket_and_code_make_a_session() {
    SecretText ticket = owner.ticket(owner.person().client(), true);

    SignIn.SignedIn in = owner.complete(ticket, owner.code());

    assertThat(in.tokens().claims().acr()).isEqualTo(Acr.AAL2);
    assertThat(in.tokens().claims().amr()).containsExactly("otp", "pwd", "mfa");
    assertThat(session(in.tokens()).idle()).isEqualTo(Duration.ofDays(30));
    assertThat(house().events(EventType.SIGNED_IN)).isNotEmpty();
  }

  @Test
  @DisplayName(
      "[L01] a wrong code spends a try of the ticket; after the fifth the right code is refused too")
  void wrong_codes_use_up_the_ticket() {
    SecretText ticket = owner.ticket();
    for (int left = 4; left >= 0; left--) {
      assertThat(refusal(ticket, left % 2 == 0 ? owner.wrongCode() : FactorCode.recovery("0")))
          .contains(new Refusal.CodeRejected(left));
    }

    assertThat(refusal(ticket, owner.code())).contains(WORTHLESS);
    assertThat(refusal(ticket, owner.recovery(0))).contains(WORTHLESS);
    assertThat(refusal(owner.ticket(), owner.recovery(0)))
        .as("nothing was spent by it")
        .isEmpty();
  }

  @Test
  @DisplayName("[L01] the right code is good for the last try")
  void the_last_try_is_one() {
    SecretText ticket = owner.ticket();
    for (int i = 0; i < 4; i++) {
      refusal(ticket, owner.wrongCode());
    }

    assertThat(refusal(ticket, owner.code())).isEmpty();
  }

  @Test
  @DisplayName("[L09] a ticket is accepted once")
  void a_ticket_is_accepted_once() {
    SecretText ticket = owner.ticket();
    owner.complete(ticket, owner.code());

    assertThat(refusal(ticket, owner.nextCode())).contains(WORTHLESS);
    assertThat(refusal(ticket, owner.recovery(0))).contains(WORTHLESS);
    assertThat(refusal(owner.ticket(), owner.recovery(0)))
        .as("what was shown with a spent ticket is not spent")
        .isEmpty();
  }

  @Test
  @DisplayName("[L09] a code is accepted once, and no code of before it is")
  void a_code_is_accepted_once() {
    FactorCode before = owner.code();
    FactorCode code = owner.nextCode();
    owner.complete(owner.ticket(), code);

    assertThat(refusal(owner.ticket(), code)).containsInstanceOf(Refusal.CodeRejected.class);
    assertThat(refusal(owner.ticket(), before)).containsInstanceOf(Refusal.CodeRejected.class);
    assertThat(refusal(owner.ticket(), owner.nextCode())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L09] a recovery code is accepted once, however it is written, and its owner hears of it")
  void a_recovery_code_is_accepted_once() {
    House.Person reachable = house().resident(AnAccount.in(house().realm().key()));
    owner = Careful.of(house(), reachable);
    owner.complete(owner.ticket(), owner.recovery(3));

    for (String text : List.of(
        owner.codes().get(3).reveal(),
        owner.codes().get(3).reveal().replace("-", "").toUpperCase(java.util.Locale.ROOT))) {
      assertThat(refusal(owner.ticket(), FactorCode.recovery(text)))
          .containsInstanceOf(Refusal.CodeRejected.class);
    }
    assertThat(house().mailsTo(reachable.account().email().orElseThrow()))
        .filteredOn(mail -> mail.kind() == Mail.Kind.RECOVERY_CODE_USED)
        .singleElement()
        .satisfies(mail -> assertThat(mail.values()).containsEntry("left", "9"));
    assertThat(engine().rows(EventType.RECOVERY_CODE_USED)).hasSize(1);
  }

  @Test
  @DisplayName("[L02] racing completions of one ticket make one session, whatever is shown with it")
  void racing_completions_make_one_session() {
    Race.rounds(5, round -> {
      enrol();
      SecretText ticket = owner.ticket();
      int before = live();

      List<Optional<Refusal>> answers = Race.of(
          8, racer -> refusal(ticket, racer % 2 == 0 ? owner.code() : owner.recovery(racer)));

      assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
      assertThat(live()).isEqualTo(before + 1);
    });
    assertThat(engine().rows(EventType.SECOND_FACTOR_FAILED))
        .as("[L44] whoever came too late was after somebody's account")
        .allMatch(row -> row.subject().isPresent());
  }

  @Test
  @DisplayName("[L09] of racers who show one code on tickets of their own one is accepted")
  void racing_tickets_share_one_code() {
    Race.rounds(5, round -> {
      for (boolean recovery : List.of(false, true)) {
        enrol();
        List<SecretText> tickets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          tickets.add(elsewhere());
        }
        FactorCode code = recovery ? owner.recovery(0) : owner.code();

        List<Optional<Refusal>> answers = Race.of(8, racer -> refusal(tickets.get(racer), code));

        assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
      }
    });
  }

  @Test
  @DisplayName(
      "[L03] a ticket is worth nothing in another realm, by another transport, or for another purpose")
  void a_ticket_is_bound_to_where_it_came_from() {
    SecretText ticket = owner.ticket();
    Client own = owner.person().client();
    Client cookie =
        new Client(own.realm(), own.address(), own.userAgent(), Transport.COOKIE, List.of());

    for (Client elsewhere : List.of(house().clientOf(house().otherRealm()), cookie)) {
      assertThat(Refusals.maybe(
              () -> gatehouse().completeSignIn().handle(elsewhere, ticket, owner.code())))
          .contains(WORTHLESS);
    }
    assertThat(Refusals.maybe(
            () -> gatehouse().setUpAuthenticator().handle(own, new Enroller.ByTicket(ticket))))
        .contains(WORTHLESS);
    assertThat(refusal(new SecretText("A".repeat(43)), owner.code())).contains(WORTHLESS);
    assertThat(refusal(ticket, owner.code())).as("none of that was a try").isEmpty();
  }

  @Test
  @DisplayName("[L03] one owner's code does nothing with another's ticket")
  void a_code_is_of_one_account() {
    Careful other = Careful.of(house());

    assertThat(refusal(owner.ticket(), other.code()))
        .containsInstanceOf(Refusal.CodeRejected.class);
    assertThat(refusal(owner.ticket(), other.recovery(0)))
        .containsInstanceOf(Refusal.CodeRejected.class);
  }

  @Test
  @DisplayName("[L23] a ticket of before a change of password is worth nothing")
  void a_ticket_dies_with_the_epoch() {
    SecretText ticket = owner.ticket();
    gatehouse()
        .changePassword()
        .handle(
            owner.person().client(),
            owner.claims(),
            owner.person().password(),
            House.newPassword());

    assertThat(refusal(ticket, owner.code())).contains(WORTHLESS);
  }

  @TestFactory
  @DisplayName("[L08] a ticket of an account that is not active any more is worth nothing")
  Stream<DynamicTest> a_ticket_of_a_shut_account_is_worth_nothing() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          enrol();
          SecretText ticket = owner.ticket();
          int before = live();
          set(owner.person().account(), status);

          assertThat(refusal(ticket, owner.code())).contains(WORTHLESS);
          assertThat(live()).isEqualTo(before);
        }));
  }

  @Test
  @DisplayName("[L02] a ticket runs out")
  void a_ticket_runs_out() {
    SecretText ticket = owner.ticket();
    later(Duration.ofMinutes(5));

    assertThat(refusal(ticket, owner.code())).contains(WORTHLESS);
  }

  @Test
  @DisplayName(
      "[L31] codes are guessed no oftener than twenty times a day, by however many tickets")
  void guesses_are_counted_over_all_tickets() {
    guess(20);

    assertThat(refusal(owner.ticket(), owner.code()))
        .contains(new Refusal.LockedOut(Duration.ofHours(24)));
    later(Duration.ofHours(24));
    assertThat(refusal(owner.ticket(), owner.code())).isEmpty();
  }

  @Test
  @DisplayName("[L31] racing guesses are judged no oftener than that either")
  void racing_guesses_are_counted_before_they_are_judged() {
    List<SecretText> tickets = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      tickets.add(elsewhere());
    }
    FactorCode wrong = owner.wrongCode();

    Race.of(40, racer -> refusal(tickets.get(racer), wrong));

    assertThat(engine().rows(EventType.SECOND_FACTOR_FAILED)).hasSize(20);
  }

  @Test
  @DisplayName(
      "[L30] who knows the password and guesses codes does not lock out a device of the owner's")
  void a_known_device_has_a_budget_of_its_own() {
    SignIn.SignedIn before = owner.complete(owner.ticket(), owner.code());
    Client known = owner.person().client().with(before.mark());
    guess(20);
    FactorCode code = owner.nextCode();

    assertThat(refusal(owner.ticket(), code)).containsInstanceOf(Refusal.LockedOut.class);
    SecretText ticket = owner.ticket(known, false);
    assertThat(gatehouse().completeSignIn().handle(known, ticket, code))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName(
      "[L31] a device that has signed in without a second factor guesses codes as any stranger does, however many marks it has")
  void marks_of_one_factor_are_worth_nothing() {
    House.Person person = house().person();
    List<Client> thief = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      thief.add(house().client().with(house().signIn(person).mark()));
    }
    Careful careful = Careful.of(house(), person);
    for (Client client : thief.subList(0, 4)) {
      SecretText ticket = careful.ticket(client, false);
      for (int i = 0; i < 5; i++) {
        Refusals.of(() -> gatehouse().completeSignIn().handle(client, ticket, careful.wrongCode()));
      }
    }

    Client last = thief.get(4);
    SecretText ticket = careful.ticket(last, false);
    assertThat(Refusals.of(() -> gatehouse().completeSignIn().handle(last, ticket, careful.code())))
        .isInstanceOf(Refusal.LockedOut.class);
  }

  @Test
  @DisplayName("[L35] who has used up guesses of codes refreshes and signs out as before")
  void the_lock_is_of_codes_alone() {
    guess(20);
    assertThat(refusal(owner.ticket(), owner.code())).containsInstanceOf(Refusal.LockedOut.class);

    assertThat(house().refresh(owner.person(), owner.tokens())).isNotNull();
  }

  @Test
  @DisplayName(
      "[L07] after a hundred wrong codes in a row none is judged; the factor stays due, until the mailbox or an administrator says so")
  void a_hundred_wrong_codes_shut_the_factor() {
    useUpTheFactor();

    assertThat(refusal(owner.ticket(), owner.code())).contains(new Refusal.SecondFactorLocked());
    assertThat(refusal(owner.ticket(), owner.recovery(0)))
        .contains(new Refusal.SecondFactorLocked());
    assertThat(engine().rows(EventType.SECOND_FACTOR_LOCKED)).hasSize(1);
    later(Duration.ofDays(3));
    assertThat(refusal(owner.ticket(), owner.code()))
        .as("time alone changes nothing")
        .contains(new Refusal.SecondFactorLocked());

    gatehouse()
        .unlockAccount()
        .handle(new Act(
            Actor.operator("test"),
            owner.person().account().realm(),
            owner.person().account().id(),
            "asked"));
    assertThat(refusal(owner.ticket(), owner.code())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L30] a hundred wrong codes from elsewhere shut the factor on no device of the owner's, whose right code opens it again")
  void a_hundred_wrong_codes_leave_known_devices_alone() {
    Client known = owner
        .person()
        .client()
        .with(owner.complete(owner.ticket(), owner.code()).mark());
    useUpTheFactor();
    assertThat(refusal(owner.ticket(), owner.code())).contains(new Refusal.SecondFactorLocked());

    SecretText ticket = owner.ticket(known, false);
    assertThat(gatehouse().completeSignIn().handle(known, ticket, owner.code()))
        .isInstanceOf(SignIn.SignedIn.class);
    assertThat(refusal(owner.ticket(), owner.nextCode())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L31] a known device guesses a hundred times in a row, then once a day, and shuts no other")
  void a_known_device_has_a_row_of_its_own() {
    Client known = owner
        .person()
        .client()
        .with(owner.complete(owner.ticket(), owner.code()).mark());
    Client other = owner
        .person()
        .client()
        .with(owner.complete(owner.ticket(), owner.nextCode()).mark());
    for (int day = 0; day < 5; day++) {
      guess(20, known);
      assertThat(wrong(known, owner.ticket(known, false)))
          .containsInstanceOf(Refusal.LockedOut.class);
      later(Duration.ofHours(24));
    }
    SecretText last = owner.ticket(known, false);
    assertThat(wrong(known, last)).contains(new Refusal.CodeRejected(4));
    assertThat(wrong(known, last)).contains(new Refusal.LockedOut(Duration.ofHours(24)));
    assertThat(house().events(EventType.LOCKED_OUT))
        .extracting(Event::reason)
        .endsWith("FACTOR_DAY", "FACTOR_ROW");

    assertThat(refusal(owner.ticket(), owner.code())).isEmpty();
    SecretText ticket = owner.ticket(other, false);
    assertThat(gatehouse().completeSignIn().handle(other, ticket, owner.nextCode()))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("[L43] an outage spends neither a try of the ticket nor the code")
  void an_outage_spends_nothing() {
    SecretText ticket = owner.ticket();
    FactorCode code = owner.code();
    engine().goAwayAt(EventType.SIGNED_IN);
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> refusal(ticket, code)).isInstanceOf(Outage.class);
    }
    engine().goAwayAt();

    assertThat(refusal(ticket, owner.wrongCode())).contains(new Refusal.CodeRejected(4));
    assertThat(refusal(ticket, code)).isEmpty();
  }

  private void useUpTheFactor() {
    for (int i = 0; i < Authenticator.MOST_FAILURES; i += 20) {
      guess(20);
      later(Duration.ofHours(24));
    }
  }

  /** Wrong codes, five by each ticket, by somebody who knows the password and comes from anywhere. */
  private void guess(int times) {
    for (int i = 0; i < times; i += 5) {
      guess(5, house().client());
    }
  }

  private void guess(int times, Client client) {
    for (int i = 0; i < times; i += 5) {
      SecretText ticket = owner.ticket(client, false);
      for (int left = 4; left >= 0; left--) {
        assertThat(wrong(client, ticket)).contains(new Refusal.CodeRejected(left));
      }
    }
  }

  private Optional<Refusal> wrong(Client client, SecretText ticket) {
    return Refusals.maybe(
        () -> gatehouse().completeSignIn().handle(client, ticket, owner.wrongCode()));
  }

  /** A ticket of somebody in another network. */
  private SecretText elsewhere() {
    return owner.ticket(house().client(), false);
  }

  @Test
  @DisplayName(
      "[L30] a right password clears no counter while a code is due; a completed sign-in does")
  void only_a_completed_sign_in_clears_the_counters() {
    for (int i = 0; i < 3; i++) {
      wrongPassword();
    }
    SecretText ticket = owner.ticket();
    assertThat(wrongPassword()).isEqualTo(new Refusal.CredentialsRejected());
    assertThat(wrongPassword())
        .as("the right one in between was counted too")
        .isInstanceOf(Refusal.LockedOut.class);

    assertThat(refusal(ticket, owner.code())).isEmpty();
    assertThat(wrongPassword()).isEqualTo(new Refusal.CredentialsRejected());
  }

  private Refusal wrongPassword() {
    return Refusals.of(() -> gatehouse()
        .signInWithPassword()
        .handle(owner.person().client(), owner.person().name(), House.newPassword(), false));
  }

  @Test
  @DisplayName("[L44] each failure leaves a row that names the account, and none holds a code")
  void failures_leave_rows() {
    FactorCode wrong = owner.wrongCode();
    refusal(owner.ticket(), wrong);

    assertThat(engine().rows(EventType.SECOND_FACTOR_FAILED)).singleElement().satisfies(row -> {
      assertThat(row.subject()).contains(owner.person().account().id());
      assertThat(row.reason()).isEqualTo("WRONG_TOTP");
    });
  }

  private Optional<Refusal> refusal(SecretText ticket, FactorCode code) {
    return Refusals.maybe(
        () -> gatehouse().completeSignIn().handle(owner.person().client(), ticket, code));
  }

  private Session session(Tokens tokens) {
    return engine()
        .sessions()
        .live(owner.person().account().id(), Optional.empty(), 50, now())
        .stream()
        .filter(session -> session.id().equals(tokens.claims().session()))
        .findFirst()
        .orElseThrow();
  }

  private int live() {
    return engine()
        .sessions()
        .live(owner.person().account().id(), Optional.empty(), 100, now())
        .size();
  }
}
