package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.admin.ListInvitations;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A realm that takes only whoever is invited, and people who try without, with another's, or twice. */
public abstract class InvitationLaws extends Laws {
  private static final Refusal REJECTED = new Refusal.InvitationRejected();
  private static final Actor OPERATOR = Actor.operator("test");

  private House shut;

  @BeforeEach
  void shutTheDoor() {
    shut = house().with(house().realm().with(RegistrationMode.INVITE_ONLY));
  }

  // ---- the two switches

  @Test
  @DisplayName(
      "[L33] a realm that takes nobody, or only who is invited, says so by the channel before anything is looked up")
  void a_shut_realm_says_so() {
    House closed = house().with(house().realm().with(RegistrationMode.CLOSED));
    House.Person there = house().person();
    SecretText invitation = issue(Role.USER, Optional.empty()).secret();

    for (House realm : List.of(shut, closed)) {
      for (Username name : List.of(there.username(), Fixtures.username())) {
        assertThat(refusal(realm, Register.Command.of(name, House.newPassword())))
            .isEqualTo(new Refusal.RegistrationDisabled(Channel.USERNAME));
      }
      assertThat(refusal(realm, Register.Command.of(Fixtures.email(), House.newPassword())))
          .isEqualTo(new Refusal.RegistrationDisabled(Channel.EMAIL));
    }
    assertThat(refusal(
            closed,
            Register.Command.of(Fixtures.username(), House.newPassword()).invited(invitation)))
        .as("the kill switch stops the invited too")
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.USERNAME));
    assertThat(closed.signIn(there)).as("who is there signs in").isNotNull();
  }

  @Test
  @DisplayName(
      "[L33] a registration that waits is stopped by the kill switch, before its code is judged")
  void the_kill_switch_stops_what_waits() {
    EmailAddress email = Fixtures.email();
    FlowHandle flow = ask(house(), email, Optional.empty());
    SecretText code = house().codeTo(email);
    House closed = house().with(house().realm().with(RegistrationMode.CLOSED));

    assertThat(Refusals.of(() -> verify(closed, email, code, flow)))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.EMAIL));
    assertThat(Refusals.of(() ->
            closed.gatehouse().resendVerification().handle(closed.client(), email, Locale.ENGLISH)))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.EMAIL));
    assertThat(verify(house(), email, code, flow).account().email()).contains(email);
  }

  @Test
  @DisplayName(
      "[L33] who registered without an invitation is refused once the mailbox is proven, when the realm has become shut meanwhile")
  void a_shut_realm_refuses_after_the_proof() {
    EmailAddress email = Fixtures.email();
    FlowHandle flow = ask(house(), email, Optional.empty());
    SecretText code = house().codeTo(email);

    assertThat(Refusals.of(() -> verify(shut, email, wrong(code, 1), flow)))
        .isEqualTo(new Refusal.CodeRejected(4));
    assertThat(Refusals.of(() -> verify(shut, email, code, flow)))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.EMAIL));
  }

  // ---- what it is good for

  @Test
  @DisplayName(
      "[L02] an invitation lets one person in, by a username at once, with the role it names")
  void an_invitation_lets_one_in() {
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());

    Account account = register(issued.secret());

    assertThat(account.roles()).containsExactly(Role.PARTNER);
    assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
    assertThat(refusal(shut, byName(issued.secret()))).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName(
      "[L02] of racing registrants with one invitation one is let in, by names and by addresses alike")
  void a_race_lets_one_in() {
    Race.rounds(round -> {
      SecretText secret = issue(Role.USER, Optional.empty()).secret();
      EmailAddress first = Fixtures.email();
      EmailAddress second = Fixtures.email();
      FlowHandle one = ask(shut, first, Optional.of(secret));
      FlowHandle other = ask(shut, second, Optional.of(secret));
      SecretText code = shut.codeTo(first);
      SecretText otherCode = shut.codeTo(second);

      List<Boolean> in = Race.of(
          3,
          n -> letIn(() -> n == 0
              ? verify(shut, first, code, one)
              : n == 1
                  ? verify(shut, second, otherCode, other)
                  : shut.gatehouse().register().handle(shut.client(), byName(secret))));

      assertThat(in).containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName(
      "[L33] with an address an invitation is taken when the mailbox is proven: a wrong code and another's address do not use it up")
  void it_is_taken_at_verification() {
    EmailAddress meant = Fixtures.email();
    EmailAddress other = Fixtures.email();
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.of(meant));
    FlowHandle astray = ask(shut, other, Optional.of(issued.secret()));
    assertThat(Refusals.of(() -> verify(shut, other, shut.codeTo(other), astray)))
        .isEqualTo(REJECTED);
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);

    FlowHandle flow = ask(shut, meant, Optional.of(issued.secret()));
    SecretText code = shut.codeTo(meant);
    Refusals.of(() -> verify(shut, meant, wrong(code, 1), flow));
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    Account account = verify(shut, meant, code, flow).account();

    assertThat(account.roles()).containsExactly(Role.PARTNER);
    assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
  }

  @Test
  @DisplayName("[L33] what registering with an invitation answers is the same for any address")
  void registering_tells_nothing_of_the_address() {
    EmailAddress meant = Fixtures.email();
    SecretText secret = issue(Role.USER, Optional.of(meant)).secret();

    for (EmailAddress email : List.of(meant, Fixtures.email())) {
      assertThat(shut.gatehouse()
              .register()
              .handle(
                  shut.client(), Register.Command.of(email, House.newPassword()).invited(secret)))
          .isInstanceOf(Registered.Pending.class);
    }
    assertThat(refusal(shut, byName(secret)))
        .as("one for an address lets nobody in without it")
        .isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("[L02] a name that is taken does not use an invitation up")
  void a_taken_name_does_not_burn_it() {
    House.Person there = house().person();
    IssueInvitation.Issued issued = issue(Role.USER, Optional.empty());

    assertThat(refusal(
            shut,
            Register.Command.of(there.username(), House.newPassword()).invited(issued.secret())))
        .isEqualTo(new Refusal.UsernameTaken());

    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    assertThat(register(issued.secret())).isNotNull();
  }

  @Test
  @DisplayName(
      "[L03] an invitation is worth nothing when it is revoked, has run out, is made up, or is another realm's; also to who has registered with it already")
  void a_worthless_one_lets_nobody_in() {
    IssueInvitation.Issued revoked = issue(Role.USER, Optional.empty());
    EmailAddress email = Fixtures.email();
    FlowHandle flow = ask(shut, email, Optional.of(revoked.secret()));
    shut.gatehouse()
        .revokeInvitation()
        .handle(OPERATOR, shut.realm().key(), revoked.invitation().id());
    IssueInvitation.Issued foreign =
        issue(house().otherRealm(), Role.USER, Optional.empty(), Optional.empty());
    SecretText late = issue(Role.USER, Optional.empty()).secret();

    assertThat(Refusals.of(() -> verify(shut, email, shut.codeTo(email), flow)))
        .isEqualTo(REJECTED);
    for (SecretText worthless : List.of(
        revoked.secret(), foreign.secret(), new SecretText(""), new SecretText("A".repeat(43)))) {
      assertThat(refusal(shut, byName(worthless))).isEqualTo(REJECTED);
    }
    later(Duration.ofHours(24));
    assertThat(refusal(shut, byName(late))).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("[L18] no invitation gives a customer a role of staff, nor staff one of customers")
  void roles_stay_in_their_kind_of_realm() {
    for (Role role : Role.values()) {
      for (Realm realm : List.of(shut.realm(), shut.staffRealm())) {
        if (role.kind() != realm.kind()) {
          assertThat(Refusals.of(() -> issue(realm, role, Optional.empty(), Optional.empty())))
              .isInstanceOf(Refusal.ValueRejected.class);
        }
      }
    }
    assertThat(Arrays.stream(Role.values())
            .filter(role -> role.kind() == shut.realm().kind()))
        .allSatisfy(role -> assertThat(
                register(issue(role, Optional.empty()).secret()).roles())
            .containsExactly(role));
  }

  // ---- secrecy and audit

  @Test
  @DisplayName(
      "[L44] inviting, revoking, taking and being refused leave rows that name the invitation by its fingerprint, and the secret nowhere")
  void everything_is_audited_by_fingerprint() {
    IssueInvitation.Issued taken = issue(Role.PARTNER, Optional.empty());
    IssueInvitation.Issued revoked = issue(Role.USER, Optional.empty());
    Account account = register(taken.secret());
    shut.gatehouse()
        .revokeInvitation()
        .handle(OPERATOR, shut.realm().key(), revoked.invitation().id());
    refusal(shut, byName(revoked.secret()));

    assertThat(engine().rows(EventType.INVITATION_ISSUED))
        .extracting(Event::reason)
        .containsExactly(
            "PARTNER " + taken.invitation().id(), "USER " + revoked.invitation().id());
    assertThat(engine().rows(EventType.INVITATION_REVOKED))
        .singleElement()
        .satisfies(row -> assertThat(row.actor()).isEqualTo(OPERATOR));
    assertThat(engine().rows(EventType.INVITATION_TAKEN)).singleElement().satisfies(row -> {
      assertThat(row.subject()).contains(account.id());
      assertThat(row.reason()).isEqualTo(taken.invitation().id().toString());
    });
    assertThat(engine().rows(EventType.INVITATION_REJECTED)).hasSize(1);
    for (IssueInvitation.Issued issued : List.of(taken, revoked)) {
      assertThat(engine().rows().toString() + issued + issued.invitation())
          .doesNotContain(issued.secret().reveal());
    }
  }

  @Test
  @DisplayName("[L44] an invitation without its audit row is none")
  void no_row_no_invitation() {
    engine().failToRecord(EventType.INVITATION_ISSUED);

    assertThatThrownBy(() -> issue(Role.USER, Optional.empty()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(shut.gatehouse().listInvitations().handle(shut.realm().key())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L17] a mailed invitation carries the secret and the realm's own page, to the address it is for")
  void it_is_mailed() {
    EmailAddress email = Fixtures.email();
    IssueInvitation.Issued issued =
        issue(shut.realm(), Role.USER, Optional.of(email), Optional.of(Locale.FRENCH));

    Mail mail = shut.mailsTo(email).get(0);

    assertThat(mail.kind()).isEqualTo(Mail.Kind.INVITATION);
    assertThat(mail.locale()).isEqualTo(Locale.FRENCH);
    assertThat(mail.values())
        .containsEntry("token", issued.secret().reveal())
        .containsEntry("page", shut.realm().issuer());
    assertThat(issued.link())
        .isEqualTo(
            shut.realm().issuer() + "/invitation#token=" + issued.secret().reveal());
  }

  @Test
  @DisplayName("[L48] an invitation that nobody took goes a month after its end")
  void it_goes_when_it_has_run_out() {
    IssueInvitation.Issued unused = issue(Role.USER, Optional.empty());
    IssueInvitation.Issued used = issue(Role.USER, Optional.empty());
    register(used.secret());
    later(Duration.ofDays(30));
    shut.run("purge");
    assertThat(ids()).contains(unused.invitation().id());

    later(Duration.ofDays(1).plusSeconds(1));
    shut.run("purge");

    assertThat(ids())
        .doesNotContain(unused.invitation().id())
        .contains(used.invitation().id());
    assertThat(Refusals.of(() -> shut.gatehouse()
            .revokeInvitation()
            .handle(OPERATOR, shut.realm().key(), used.invitation().id())))
        .as("a taken one is no open one")
        .isEqualTo(new Refusal.NotFound());
  }

  // ---- steps

  private IssueInvitation.Issued issue(Role role, Optional<EmailAddress> email) {
    return issue(shut.realm(), role, email, Optional.empty());
  }

  private IssueInvitation.Issued issue(
      Realm realm, Role role, Optional<EmailAddress> email, Optional<Locale> mailed) {
    return shut.gatehouse()
        .issueInvitation()
        .handle(new IssueInvitation.Command(OPERATOR, realm, role, email, mailed));
  }

  private static Register.Command byName(SecretText invitation) {
    return Register.Command.of(Fixtures.username(), House.newPassword()).invited(invitation);
  }

  private Account register(SecretText invitation) {
    return ((Registered.Active)
            shut.gatehouse().register().handle(shut.client(), byName(invitation)))
        .account();
  }

  private static FlowHandle ask(House at, EmailAddress email, Optional<SecretText> invitation) {
    Register.Command command = Register.Command.of(email, House.newPassword());
    Registered answer = at.gatehouse()
        .register()
        .handle(at.client(), invitation.map(command::invited).orElse(command));
    return ((Registered.Pending) answer).flow();
  }

  private static SignIn.SignedIn verify(
      House at, EmailAddress email, SecretText code, FlowHandle flow) {
    Client client = at.client();
    return (SignIn.SignedIn)
        at.gatehouse().verifyEmail().handle(client, VerifyEmail.Command.of(email, code, flow));
  }

  private static Refusal refusal(House at, Register.Command command) {
    return Refusals.of(() -> at.gatehouse().register().handle(at.client(), command));
  }

  private static boolean letIn(Supplier<Object> way) {
    try {
      assertThat(way.get()).isNotNull();
      return true;
    } catch (Refused refused) {
      assertThat(refused.refusal()).isEqualTo(REJECTED);
      return false;
    }
  }

  private Invitation.State state(IssueInvitation.Issued issued) {
    return shut.gatehouse().listInvitations().handle(shut.realm().key()).stream()
        .filter(listed -> listed.invitation().id().equals(issued.invitation().id()))
        .map(ListInvitations.Listed::state)
        .findFirst()
        .orElseThrow();
  }

  private List<UUID> ids() {
    return shut.gatehouse().listInvitations().handle(shut.realm().key()).stream()
        .map(listed -> listed.invitation().id())
        .toList();
  }
}
