package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.secondfactor.SetUpAuthenticator;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Enrolling a second factor, replacing it and taking it away, with what a thief has. */
public abstract class FactorLaws extends Laws {
  private static final Duration LONG = Duration.ofMinutes(10).plusMillis(1);

  // ---- enrolling

  @Test
  @DisplayName("[L07] from the moment it is enrolled a factor is due, and not a moment before")
  void a_factor_is_due_once_it_is_enrolled() {
    House.Person person = house().person();
    AccessClaims caller = signedIn(person);
    SetUpAuthenticator.Begun begun = begin(person, caller);
    assertThat(signIn(person)).isInstanceOf(SignIn.SignedIn.class);

    assertThat(enrol(person, caller, shown(begun))).isEmpty();

    assertThat(signIn(person)).isInstanceOf(SignIn.SecondFactorDue.class);
    assertThat(stored(person.account()).secondFactors())
        .isEqualTo(Set.of(Method.TOTP, Method.RECOVERY_CODE));
    assertThat(engine().sessions().live(person.account().id(), Optional.empty(), 9, now()))
        .as("no session has ended")
        .hasSize(2);
  }

  @Test
  @DisplayName("[L09] the code that enrolled an authenticator is spent")
  void the_code_that_enrols_is_spent() {
    House.Person person = house().person();
    AccessClaims caller = signedIn(person);
    SecretText code = shown(begin(person, caller));
    assertThat(enrol(person, caller, code)).isEmpty();
    SecretText ticket = ((SignIn.SecondFactorDue) signIn(person)).ticket();

    assertThat(Refusals.maybe(() -> gatehouse()
            .completeSignIn()
            .handle(person.client(), ticket, FactorCode.totp(code.reveal()))))
        .containsInstanceOf(Refusal.CodeRejected.class);
  }

  @Test
  @DisplayName(
      "[L10] a token whose owner was not recognised lately begins nothing and enrols nothing")
  void enrolling_needs_a_step_up() {
    House.Person person = house().person();
    AccessClaims stolen = signedIn(person);
    SecretText code = shown(begin(person, stolen));
    later(LONG);

    assertThat(Refusals.maybe(() -> begin(person, stolen)))
        .containsInstanceOf(Refusal.StepUpRequired.class);
    assertThat(enrol(person, stolen, code)).containsInstanceOf(Refusal.StepUpRequired.class);
    assertThat(stored(person.account()).secondFactors()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L03] what one session has begun another does not end, nor after a change, nor after ten minutes")
  void what_is_begun_is_bound() {
    House.Person person = house().person();
    AccessClaims caller = signedIn(person);
    AccessClaims other = signedIn(person);
    SetUpAuthenticator.Begun first = begin(person, caller);

    assertThat(enrol(person, other, shown(first))).contains(new Refusal.SecondFactorRejected());
    SetUpAuthenticator.Begun second = begin(person, caller);
    assertThat(enrol(person, caller, shown(first)))
        .as("replaced")
        .contains(new Refusal.SecondFactorRejected());
    change(person);
    assertThat(enrol(person, caller, shown(second)))
        .as("the account was changed")
        .contains(new Refusal.SecondFactorRejected());
    SetUpAuthenticator.Begun third = begin(person, caller);
    later(Duration.ofMinutes(10));
    assertThat(enrol(person, caller, shown(third)))
        .as("ran out")
        .contains(new Refusal.SecondFactorRejected());
  }

  @Test
  @DisplayName(
      "[L10] an authenticator is replaced by who shows the one before; its codes are void with it")
  void replacing_needs_both_factors() {
    House.Person person = house().person();
    AccessClaims weak = signedIn(person);
    Careful owner = Careful.of(house(), person);
    assertThat(Refusals.maybe(() -> begin(owner.person(), weak)))
        .as("one factor alone, of before")
        .containsInstanceOf(Refusal.StepUpRequired.class);

    SetUpAuthenticator.Begun begun = begin(owner.person(), owner.claims());
    assertThat(enrol(owner.person(), owner.claims(), shown(begun))).isEmpty();

    SecretText ticket = owner.ticket();
    assertThat(complete(owner, ticket, owner.nextCode())).isPresent();
    assertThat(complete(owner, ticket, owner.recovery(0))).isPresent();
    assertThat(complete(owner, ticket, FactorCode.totp(Careful.shown(begun.secret(), now()))))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "[L10] [L23] whoever came in by the authenticator of before is put out when it is replaced")
  void replacing_puts_out_whoever_holds_the_one_before() {
    Careful owner = Careful.of(house(), house().person());
    SignIn elsewhere = gatehouse()
        .completeSignIn()
        .handle(owner.person().client(), owner.ticket(), owner.nextCode());
    AccessClaims thief = house().claims(((SignIn.SignedIn) elsewhere).tokens());
    AccessClaims own = owner.claims();

    SetUpAuthenticator.Begun begun = begin(owner.person(), own);
    assertThat(enrol(owner.person(), own, shown(begun))).isEmpty();

    assertThat(engine().sessions().live(owner.person().account().id(), Optional.empty(), 9, now()))
        .extracting(Session::id)
        .containsExactly(own.session());
    assertThat(Refusals.maybe(() -> begin(owner.person(), thief)))
        .contains(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L45] the owner is told of a factor that was enrolled, of new codes, and of one that was removed")
  void the_owner_is_told() {
    House.Person person = reachable();
    Careful owner = Careful.of(house(), person);
    gatehouse().renewRecoveryCodes().handle(person.client(), owner.claims());
    assertThat(remove(owner, person.client(), person.password(), owner.code())).isEmpty();

    assertThat(house().mailsTo(person.account().email().orElseThrow()))
        .extracting(Mail::kind)
        .containsExactly(
            Mail.Kind.SECOND_FACTOR_ENROLLED,
            Mail.Kind.RECOVERY_CODES_RENEWED,
            Mail.Kind.SECOND_FACTOR_REMOVED);
    for (EventType type : List.of(
        EventType.SECOND_FACTOR_BEGUN,
        EventType.SECOND_FACTOR_ENROLLED,
        EventType.RECOVERY_CODES_RENEWED,
        EventType.SECOND_FACTOR_REMOVED)) {
      assertThat(engine().rows(type)).as(type.name()).hasSize(1);
    }
  }

  // ---- recovery codes

  @Test
  @DisplayName("[L09] new recovery codes make those of before void")
  void new_codes_make_the_old_ones_void() {
    Careful owner = Careful.of(house());
    List<RecoveryCode> fresh =
        gatehouse().renewRecoveryCodes().handle(owner.person().client(), owner.claims());

    assertThat(fresh).hasSize(10).extracting(RecoveryCode::reveal).doesNotHaveDuplicates();
    SecretText ticket = owner.ticket();
    assertThat(complete(owner, ticket, owner.recovery(0))).isPresent();
    assertThat(complete(owner, ticket, FactorCode.recovery(fresh.get(0).reveal())))
        .isEmpty();
  }

  @Test
  @DisplayName("[L10] a stolen token makes no new recovery codes")
  void new_codes_need_a_step_up() {
    Careful owner = Careful.of(house());
    later(LONG);

    assertThat(Refusals.maybe(
            () -> gatehouse().renewRecoveryCodes().handle(owner.person().client(), owner.claims())))
        .containsInstanceOf(Refusal.StepUpRequired.class);
  }

  // ---- removing

  @Test
  @DisplayName(
      "[L10] a stolen access token removes no factor, and is told nothing of password or code")
  void a_stolen_token_removes_nothing() {
    Careful owner = Careful.of(house());
    Client thief = house().client();
    later(LONG);
    int before = hasher().work();

    assertThat(remove(owner, thief, owner.person().password(), owner.code()))
        .containsInstanceOf(Refusal.StepUpRequired.class);
    assertThat(remove(owner, thief, House.newPassword(), owner.wrongCode()))
        .containsInstanceOf(Refusal.StepUpRequired.class);

    assertThat(hasher().work()).isEqualTo(before);
    assertThat(complete(owner, owner.ticket(), owner.code())).as("not spent").isEmpty();
  }

  @Test
  @DisplayName("[L10] a factor is removed by password and code together, and by neither alone")
  void removing_needs_both() {
    Careful owner = Careful.of(house());
    Client client = owner.person().client();

    assertThat(remove(owner, client, House.newPassword(), owner.code()))
        .contains(new Refusal.CredentialsRejected());
    assertThat(remove(owner, client, owner.person().password(), owner.wrongCode()))
        .contains(new Refusal.SecondFactorRejected());
    assertThat(remove(owner, client, owner.person().password(), owner.code())).isEmpty();

    assertThat(signIn(owner.person())).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName(
      "[L31] who is signed in guesses codes no oftener than who is not, wherever codes are taken")
  void guesses_are_counted_wherever_codes_are_taken() {
    Careful owner = Careful.of(house());
    Client client = owner.person().client();
    for (int i = 0; i < 19; i++) {
      assertThat(validate(owner, owner.wrongCode())).isFalse();
    }
    assertThat(reauth(owner, owner.wrongCode())).contains(new Refusal.SecondFactorRejected());

    assertThat(Refusals.maybe(() -> validate(owner, owner.code())))
        .containsInstanceOf(Refusal.LockedOut.class);
    assertThat(reauth(owner, owner.code())).containsInstanceOf(Refusal.LockedOut.class);
    assertThat(remove(owner, client, owner.person().password(), owner.code()))
        .containsInstanceOf(Refusal.LockedOut.class);
    assertThat(complete(owner, owner.ticket(), owner.code()))
        .containsInstanceOf(Refusal.LockedOut.class);
  }

  @Test
  @DisplayName(
      "[L31] a right code clears nothing of the day's count, whatever it is for; a sign-in that is completed does")
  void only_a_completed_sign_in_clears_the_count() {
    Careful owner = Careful.of(house());
    for (int i = 0; i < 19; i++) {
      assertThat(validate(owner, owner.wrongCode())).isFalse();
    }
    assertThat(validate(owner, owner.code())).as("the last that is judged").isTrue();
    assertThat(reauth(owner, owner.recovery(0)))
        .as("taken back, as it was right")
        .isEmpty();
    assertThat(complete(owner, owner.ticket(), owner.nextCode())).isEmpty();
    for (int i = 0; i < 19; i++) {
      assertThat(validate(owner, owner.wrongCode())).isFalse();
    }

    assertThat(validate(owner, owner.nextCode())).isTrue();
    assertThat(validate(owner, owner.wrongCode())).isFalse();

    assertThat(Refusals.maybe(() -> validate(owner, owner.nextCode())))
        .containsInstanceOf(Refusal.LockedOut.class);
  }

  @Test
  @DisplayName("[L34] however often a factor is changed the owner is not mailed without end")
  void changes_are_bounded() {
    Careful owner = Careful.of(house(), reachable());
    EmailAddress address = owner.person().account().email().orElseThrow();
    int before = house().mailsTo(address).size();
    Optional<Refusal> last = Optional.empty();
    for (int i = 0; i < 20; i++) {
      last = Refusals.maybe(
          () -> gatehouse().renewRecoveryCodes().handle(owner.person().client(), owner.claims()));
    }

    assertThat(last).containsInstanceOf(Refusal.Throttled.class);
    assertThat(house().mailsTo(address)).hasSizeLessThanOrEqualTo(before + 10);
    SetUpAuthenticator.Begun begun = begin(owner.person(), owner.claims());
    assertThat(enrol(owner.person(), owner.claims(), shown(begun)))
        .containsInstanceOf(Refusal.Throttled.class);
  }

  @Test
  @DisplayName("[L34] [L30] what is refused uses up nothing of how often a factor may be changed")
  void refusals_use_up_nothing() {
    House.Person person = house().person();
    AccessClaims caller = signedIn(person);
    for (int i = 0; i < 11; i++) {
      assertThat(Refusals.maybe(
              () -> gatehouse().renewRecoveryCodes().handle(person.client(), caller)))
          .contains(new Refusal.NotFound());
    }

    assertThat(enrol(person, caller, shown(begin(person, caller)))).isEmpty();
  }

  @Test
  @DisplayName("[L44] [L38] tickets that somebody makes up leave no rows")
  void tickets_that_are_made_up_leave_no_rows() {
    Careful owner = Careful.of(house());
    int before = engine().rows(EventType.SECOND_FACTOR_FAILED).size();
    for (int i = 0; i < 5; i++) {
      SecretText madeUp = new SecretText("A".repeat(43 - i) + "B".repeat(i));
      assertThat(complete(owner, madeUp, owner.code())).contains(new Refusal.CodeRejected(0));
    }

    assertThat(engine().rows(EventType.SECOND_FACTOR_FAILED)).hasSize(before);
  }

  @Test
  @DisplayName("[L09] a code that was validated is spent")
  void validating_spends() {
    Careful owner = Careful.of(house());
    FactorCode code = owner.code();

    assertThat(validate(owner, code)).isTrue();
    assertThat(validate(owner, code)).isFalse();
    assertThat(complete(owner, owner.ticket(), code)).isPresent();
  }

  @Test
  @DisplayName("[L10] password and code step up together; the code is spent by it")
  void both_factors_step_up() {
    Careful owner = Careful.of(house());
    later(LONG);
    FactorCode code = owner.code();

    assertThat(reauth(owner, code)).isEmpty();
    assertThat(Refusals.maybe(() -> begin(owner.person(), owner.claims()))).isEmpty();
    assertThat(reauth(owner, code)).contains(new Refusal.SecondFactorRejected());
    assertThat(reauth(owner, owner.recovery(1))).isEmpty();
  }

  // ---- a realm that requires one

  @Test
  @DisplayName(
      "[L07] of staff nobody enrols a factor by a ticket without the code that was mailed for it")
  void staff_prove_their_mailbox_too() {
    House.Person staff = staff();
    SecretText ticket = enrolmentTicket(staff);
    SetUpAuthenticator.Begun begun = beginByTicket(staff, ticket);
    assertThat(begun.mailed()).isTrue();
    SecretText mailed = house().codeTo(staff.account().email().orElseThrow());

    assertThat(enrolByTicket(staff, ticket, shown(begun), Optional.empty()))
        .contains(new Refusal.CodeRejected(3));
    assertThat(enrolByTicket(staff, ticket, shown(begun), Optional.of(wrong(mailed, 7))))
        .contains(new Refusal.CodeRejected(2));
    assertThat(signIn(staff)).isInstanceOf(SignIn.EnrolmentDue.class);

    SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
        .enrolAuthenticator()
        .handle(
            staff.client(),
            new Enroller.ByTicket(ticket),
            new EnrolAuthenticator.Proof(shown(begun), Optional.of(mailed)))
        .signIn()
        .orElseThrow();
    assertThat(in.tokens().claims().acr()).isEqualTo(Acr.AAL2);
    assertThat(enrolByTicket(staff, ticket, shown(begun), Optional.of(mailed)))
        .as("the ticket is spent")
        .contains(new Refusal.CodeRejected(0));
    assertThat(signIn(staff)).isInstanceOf(SignIn.SecondFactorDue.class);
  }

  @Test
  @DisplayName(
      "[L03] a mailed code is good with the ticket that asked for it, and what one ticket began no other ends")
  void a_mailed_code_is_of_one_ticket() {
    House.Person staff = staff();
    SecretText ticket = enrolmentTicket(staff);
    SecretText thiefs = enrolmentTicket(staff);
    SetUpAuthenticator.Begun owners = beginByTicket(staff, ticket);
    SecretText mailed = house().codeTo(staff.account().email().orElseThrow());

    assertThat(enrolByTicket(staff, thiefs, shown(owners), Optional.of(mailed))).isPresent();
    SetUpAuthenticator.Begun begun = beginByTicket(staff, thiefs);
    assertThat(enrolByTicket(staff, thiefs, shown(begun), Optional.of(mailed))).isPresent();
    assertThat(stored(staff.account()).secondFactors()).isEmpty();
  }

  @Test
  @DisplayName("[L34] by however many tickets no more than three codes a day are mailed")
  void mails_are_limited() {
    House.Person staff = staff();
    for (int i = 0; i < 3; i++) {
      beginByTicket(staff, enrolmentTicket(staff));
    }

    assertThat(Refusals.maybe(() -> beginByTicket(staff, enrolmentTicket(staff))))
        .containsInstanceOf(Refusal.Throttled.class);
  }

  @Test
  @DisplayName(
      "[L30] who has used up an owner's enrolment mails by his password has not, once that is another")
  void mails_come_again_with_another_password() {
    House.Person staff = staff();
    for (int i = 0; i < 4; i++) {
      SecretText ticket = enrolmentTicket(staff);
      Refusals.maybe(() -> beginByTicket(staff, ticket));
    }
    House.Person renewed = reset(staff);

    SecretText ticket = enrolmentTicket(renewed);
    SecretText code = shown(beginByTicket(renewed, ticket));
    SecretText mailed = house().codeTo(staff.account().email().orElseThrow());
    assertThat(enrolByTicket(renewed, ticket, code, Optional.of(mailed))).isEmpty();
  }

  @Test
  @DisplayName("[L34] a ticket is mailed one code, which is good however often it begins")
  void a_ticket_is_mailed_one_code() {
    House.Person staff = staff();
    EmailAddress address = staff.account().email().orElseThrow();
    SecretText ticket = enrolmentTicket(staff);
    beginByTicket(staff, ticket);
    SecretText mailed = house().codeTo(address);
    SetUpAuthenticator.Begun again = beginByTicket(staff, ticket);

    assertThat(again.mailed()).isTrue();
    assertThat(house().mailsTo(address))
        .filteredOn(mail -> mail.kind() == Mail.Kind.FACTOR_CODE)
        .hasSize(1);
    assertThat(enrolByTicket(staff, ticket, shown(again), Optional.of(mailed))).isEmpty();
  }

  @Test
  @DisplayName("[L07] of staff without a mailbox nobody enrols a factor by a ticket")
  void staff_without_a_mailbox_enrol_nothing() {
    House.Person staff = house()
        .resident(AnAccount.in(house().staffRealm().key()).roles(Role.VIEWER).withoutAddress());

    assertThat(Refusals.maybe(() -> beginByTicket(staff, enrolmentTicket(staff))))
        .contains(new Refusal.NotPermitted());
  }

  @Test
  @DisplayName("[L02] racing enrolments by one ticket make one session")
  void racing_enrolments_make_one_session() {
    Race.rounds(3, round -> {
      House.Person staff = staff();
      SecretText ticket = enrolmentTicket(staff);
      SecretText code = shown(beginByTicket(staff, ticket));
      SecretText mailed = house().codeTo(staff.account().email().orElseThrow());

      List<Optional<Refusal>> answers =
          Race.of(4, racer -> enrolByTicket(staff, ticket, code, Optional.of(mailed)));

      assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
      assertThat(engine().sessions().live(staff.account().id(), Optional.empty(), 9, now()))
          .hasSize(1);
    });
  }

  @Test
  @DisplayName("[L07] where the realm requires a factor nobody takes it away from himself")
  void a_required_factor_is_not_removed() {
    Careful owner = Careful.of(house());
    Client stricter = house().clientOf(house().realm().withSecondFactorRequired(true));

    assertThat(remove(owner, stricter, owner.person().password(), owner.code()))
        .contains(new Refusal.NotPermitted());
  }

  // ---- administration

  @Test
  @DisplayName(
      "[L45] an administrator takes a factor away: sessions and tickets end, and the owner is told")
  void an_administrator_resets_a_factor() {
    House.Person person = reachable();
    Careful owner = Careful.of(house(), person);
    SecretText ticket = owner.ticket();
    Act act = new Act(
        Actor.operator("test"), person.account().realm(), person.account().id(), "lost");

    assertThat(gatehouse().resetSecondFactor().handle(act)).isEqualTo(1);

    assertThat(complete(owner, ticket, owner.code())).isPresent();
    assertThat(signIn(person)).isInstanceOf(SignIn.SignedIn.class);
    assertThat(house().mailsTo(person.account().email().orElseThrow()))
        .extracting(Mail::kind)
        .contains(Mail.Kind.SECOND_FACTOR_RESET);
    assertThat(engine().rows(EventType.SECOND_FACTOR_RESET)).hasSize(1);
    assertThat(Refusals.of(() -> gatehouse().resetSecondFactor().handle(act)))
        .isEqualTo(new Refusal.NotFound());
  }

  @Test
  @DisplayName("[L44] a factor that is reset without an audit row is not reset")
  void no_row_no_act() {
    Careful owner = Careful.of(house());
    engine().failToRecord(EventType.SECOND_FACTOR_RESET);
    Act act = new Act(
        Actor.operator("test"),
        owner.person().account().realm(),
        owner.person().account().id(),
        "lost");

    assertThatThrownBy(() -> gatehouse().resetSecondFactor().handle(act))
        .isInstanceOf(IllegalStateException.class);

    assertThat(signIn(owner.person())).isInstanceOf(SignIn.SecondFactorDue.class);
  }

  @Test
  @DisplayName("[L07] a new password by mail leaves the factor as due as it was")
  void a_reset_password_leaves_the_factor() {
    Careful owner = Careful.of(house(), reachable());

    House.Person renewed = reset(owner.person());

    assertThat(stored(renewed.account()).secondFactors())
        .isEqualTo(Set.of(Method.TOTP, Method.RECOVERY_CODE));
    SecretText ticket = ((SignIn.SecondFactorDue) signIn(renewed)).ticket();
    assertThat(complete(owner, ticket, owner.code())).isEmpty();
  }

  // ---- the trail, and outages

  @Test
  @DisplayName(
      "[L44] what is done about a factor in a session leaves a row that names it, a code that was right too")
  void rows_name_the_session() {
    Careful owner = Careful.of(house());
    AccessClaims caller = owner.claims();
    gatehouse().renewRecoveryCodes().handle(owner.person().client(), caller);
    assertThat(validate(owner, owner.wrongCode())).isFalse();
    assertThat(validate(owner, owner.code())).isTrue();
    assertThat(remove(owner, owner.person().client(), owner.person().password(), owner.nextCode()))
        .isEmpty();

    for (EventType type : List.of(
        EventType.SECOND_FACTOR_BEGUN,
        EventType.SECOND_FACTOR_ENROLLED,
        EventType.RECOVERY_CODES_RENEWED,
        EventType.SECOND_FACTOR_FAILED,
        EventType.SECOND_FACTOR_SHOWN,
        EventType.SECOND_FACTOR_REMOVED)) {
      assertThat(engine().rows(type)).as(type.name()).singleElement().satisfies(row -> {
        assertThat(row.subject()).contains(caller.subject());
        assertThat(row.session()).contains(caller.session());
      });
    }
  }

  @Test
  @DisplayName("[L43] an outage leaves no right password counted")
  void an_outage_leaves_nothing_counted() {
    Careful owner = Careful.of(house());
    Client client = owner.person().client();
    engine().goAwayAt(EventType.SECOND_FACTOR_REMOVED);
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> remove(owner, client, owner.person().password(), owner.code()))
          .isInstanceOf(Outage.class);
    }
    engine().goAwayAt();

    assertThat(remove(owner, client, owner.person().password(), owner.code())).isEmpty();
  }

  // ---- words

  private House.Person reachable() {
    return house().resident(AnAccount.in(house().realm().key()));
  }

  private House.Person staff() {
    return house().resident(AnAccount.in(house().staffRealm().key()).roles(Role.VIEWER));
  }

  /** The same with another password, by mail. */
  private House.Person reset(House.Person person) {
    EmailAddress address = person.account().email().orElseThrow();
    Password wanted = House.newPassword();
    gatehouse().forgotPassword().handle(person.client(), address);
    String token = house().mailsTo(address).stream()
        .filter(mail -> mail.kind() == Mail.Kind.PASSWORD_RESET)
        .map(mail -> mail.values().getOrDefault("token", ""))
        .findFirst()
        .orElseThrow();
    gatehouse()
        .resetPassword()
        .handle(person.client(), new ResetPassword.Proof.Link(new SecretText(token)), wanted);
    return new House.Person(person.client(), person.account(), person.username(), wanted);
  }

  private void change(House.Person person) {
    engine().store().atomically(unit -> {
      unit.accounts().lock(person.account().id());
      unit.accounts().raiseEpoch(person.account().id(), now());
      return true;
    });
  }

  private AccessClaims signedIn(House.Person person) {
    Tokens tokens = house().signIn(person).tokens();
    return house().claims(tokens);
  }

  private SignIn signIn(House.Person person) {
    return gatehouse()
        .signInWithPassword()
        .handle(person.client(), person.name(), person.password(), false);
  }

  private SecretText enrolmentTicket(House.Person person) {
    return ((SignIn.EnrolmentDue) signIn(person)).ticket();
  }

  private SetUpAuthenticator.Begun begin(House.Person person, AccessClaims caller) {
    return gatehouse().setUpAuthenticator().handle(person.client(), new Enroller.BySession(caller));
  }

  private SetUpAuthenticator.Begun beginByTicket(House.Person person, SecretText ticket) {
    return gatehouse().setUpAuthenticator().handle(person.client(), new Enroller.ByTicket(ticket));
  }

  private SecretText shown(SetUpAuthenticator.Begun begun) {
    return new SecretText(Careful.shown(begun.secret(), now()));
  }

  private Optional<Refusal> enrol(House.Person person, AccessClaims caller, SecretText code) {
    return Refusals.maybe(() -> gatehouse()
        .enrolAuthenticator()
        .handle(
            person.client(),
            new Enroller.BySession(caller),
            new EnrolAuthenticator.Proof(code, Optional.empty())));
  }

  private Optional<Refusal> enrolByTicket(
      House.Person person, SecretText ticket, SecretText code, Optional<SecretText> mailed) {
    return Refusals.maybe(() -> gatehouse()
        .enrolAuthenticator()
        .handle(
            person.client(),
            new Enroller.ByTicket(ticket),
            new EnrolAuthenticator.Proof(code, mailed)));
  }

  private Optional<Refusal> complete(Careful owner, SecretText ticket, FactorCode code) {
    return Refusals.maybe(
        () -> gatehouse().completeSignIn().handle(owner.person().client(), ticket, code));
  }

  private Optional<Refusal> remove(
      Careful owner, Client client, Password password, FactorCode code) {
    return Refusals.maybe(() -> gatehouse()
        .removeSecondFactor()
        .handle(client, owner.claims(), Optional.of(password), code));
  }

  @Test
  @DisplayName(
      "[L10] without a password a code alone steps up no session that has never shown one: it has to be opened anew, by what else there is")
  void a_code_alone_lifts_no_session_of_before() {
    Vouched ada = Vouched.of(house());
    Client client = house().client();
    AccessClaims before = house().claims(ada.signIn().tokens());
    AccessClaims own = house().claims(ada.signIn().tokens());
    Enroller enroller = new Enroller.BySession(own);
    SetUpAuthenticator.Begun begun = gatehouse().setUpAuthenticator().handle(client, enroller);
    gatehouse()
        .enrolAuthenticator()
        .handle(
            client,
            enroller,
            new EnrolAuthenticator.Proof(
                new SecretText(Careful.shown(begun.secret(), now())), Optional.empty()));
    later(Duration.ofMinutes(11));
    FactorCode code = FactorCode.totp(Careful.shown(begun.secret(), now()));

    Refusal anew = new Refusal.StepUpRequired(Set.of(), Set.of(), Standing.LATELY);
    assertThat(stepUp(client, before, code)).contains(anew);
    assertThat(Refusals.of(
            () -> gatehouse().unlinkIdentity().handle(client, before, Vouched.PROVIDER)))
        .isEqualTo(anew);
    assertThat(stepUp(client, own, code))
        .as("which has shown one, and the code is good")
        .isEmpty();
    assertThat(
            Refusals.of(() -> gatehouse().unlinkIdentity().handle(client, own, Vouched.PROVIDER)))
        .isEqualTo(new Refusal.LastWayIn());

    later(Duration.ofMinutes(11));
    SecretText ticket = ((SignIn.SecondFactorDue) ada.enter(client).signIn()).ticket();
    FactorCode next = FactorCode.totp(Careful.shown(begun.secret(), now()));
    SignIn.SignedIn in =
        (SignIn.SignedIn) gatehouse().completeSignIn().handle(client, ticket, next);
    assertThat(Refusals.of(() -> gatehouse()
            .unlinkIdentity()
            .handle(client, house().claims(in.tokens()), Vouched.PROVIDER)))
        .as("opened anew")
        .isEqualTo(new Refusal.LastWayIn());
  }

  private Optional<Refusal> stepUp(Client client, AccessClaims caller, FactorCode code) {
    return Refusals.maybe(() ->
        gatehouse().reauthenticate().handle(client, caller, Optional.empty(), Optional.of(code)));
  }

  private boolean validate(Careful owner, FactorCode code) {
    return gatehouse().validateCode().handle(owner.person().client(), owner.claims(), code.text());
  }

  private Optional<Refusal> reauth(Careful owner, FactorCode code) {
    return Refusals.maybe(() -> gatehouse()
        .reauthenticate()
        .handle(
            owner.person().client(),
            owner.claims(),
            Optional.of(owner.person().password()),
            Optional.of(code)));
  }
}
