package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.admin.ListInvitations;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Callback;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.linking.FinishProviderSignIn;
import dev.gatehouse.application.linking.Outing;
import dev.gatehouse.application.linking.Sent;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink.Proof;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
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

  // ---- by a mailed link

  @Test
  @DisplayName(
      "[L02] whoever shows an invitation when he asks for a link is let in by it, or by its digits, with the role it names, once")
  void an_invitation_lets_one_in_by_mail() {
    for (boolean byDigits : List.of(true, false)) {
      IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());
      EmailAddress email = Fixtures.email();
      FlowHandle flow = askForLink(shut, email, issued.secret());

      Account account = entered(shut, byDigits ? digits(email, flow) : link(email, flow));

      assertThat(account.email()).contains(email);
      assertThat(account.roles()).containsExactly(Role.PARTNER);
      assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
      assertThat(Refusals.of(() -> askForLink(shut, Fixtures.email(), issued.secret())))
          .isEqualTo(REJECTED);
    }
    assertThat(engine().rows(EventType.INVITATION_TAKEN)).hasSize(2);
  }

  @Test
  @DisplayName(
      "[L04] the invitation of who asked is not another's who has the mailbox: where it is needed nothing is spent, and where it is not he is as everybody")
  void the_invitation_of_who_asked_is_not_another_s() {
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());
    EmailAddress email = Fixtures.email();
    FlowHandle flow = askForLink(shut, email, issued.secret());
    Proof elsewhere = new Proof.Link(token(email), Optional.empty(), true);
    FlowHandle foreign = FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES));

    for (Proof proof :
        List.of(elsewhere, new Proof.Link(token(email), Optional.of(foreign), true))) {
      assertThat(Refusals.of(() -> enter(shut, proof)))
          .isEqualTo(new Refusal.RegistrationDisabled(Channel.MAGIC_LINK));
    }
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    Account another = entered(house(), elsewhere);

    assertThat(another.roles()).containsExactly(Role.USER);
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    assertThat(Refusals.of(() -> enter(shut, link(email, flow))))
        .isEqualTo(new Refusal.CodeRejected(0));
    assertThat(register(issued.secret()).roles()).containsExactly(Role.PARTNER);
  }

  @Test
  @DisplayName("[L04] what is confirmed elsewhere in vain is good yet where it was asked for")
  void what_is_confirmed_in_vain_is_good_yet() {
    IssueInvitation.Issued issued = issue(Role.USER, Optional.empty());
    EmailAddress email = Fixtures.email();
    FlowHandle flow = askForLink(shut, email, issued.secret());
    Refusals.of(() -> enter(shut, new Proof.Link(token(email), Optional.empty(), true)));

    assertThat(entered(shut, link(email, flow)).email()).contains(email);
    assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
  }

  @Test
  @DisplayName(
      "[L33] showing an invitation tells nothing of an address: a good one has both mailed, one that is none neither, and the answers are the same")
  void showing_one_tells_nothing_of_the_address() {
    House.Person owner = shut.resident(AnAccount.in(shut.realm().key()));
    EmailAddress known = owner.account().email().orElseThrow();
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.of(Fixtures.email()));
    SecretText good = issued.secret();
    SecretText none = new SecretText("A".repeat(43));
    House closed = house().with(house().realm().with(RegistrationMode.CLOSED));
    EmailAddress unknown = Fixtures.email();

    for (EmailAddress email : List.of(known, unknown)) {
      assertThat(Refusals.of(() -> askForLink(shut, email, none))).isEqualTo(REJECTED);
      assertThat(Refusals.of(() -> askForLink(closed, email, none))).isEqualTo(REJECTED);
      assertThat(shut.mailsTo(email)).isEmpty();
      assertThat(askForLink(shut, email, good)).isNotNull();
      assertThat(shut.mailsTo(email)).hasSize(1);
    }
    assertThat(shut.mailsTo(unknown).get(0).values().keySet())
        .isEqualTo(shut.mailsTo(known).get(0).values().keySet());
    EmailAddress uninvited = Fixtures.email();
    ask(shut, AskForMagicLink.Command.newcomer(uninvited));
    assertThat(shut.mailsTo(uninvited)).isEmpty();
  }

  @Test
  @DisplayName("[L18] whoever has an account uses no invitation up, and stays what he is")
  void who_has_an_account_uses_none_up() {
    House.Person owner = shut.resident(AnAccount.in(shut.realm().key()));
    EmailAddress known = owner.account().email().orElseThrow();
    Vouched ada = Vouched.of(house());
    Account adas = ada.signIn().account();
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());
    FlowHandle flow = askForLink(shut, known, issued.secret());

    assertThat(entered(shut, link(known, flow)).roles())
        .isEqualTo(owner.account().roles());
    for (SecretText secret : List.of(issued.secret(), new SecretText("A".repeat(43)))) {
      Account there = account(come(shut, ada.proof(), secret));
      assertThat(there.id()).isEqualTo(adas.id());
      assertThat(there.roles()).containsExactly(Role.USER);
    }
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    assertThat(engine().rows(EventType.INVITATION_REJECTED)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L03] one for another address lets nobody in by a link or a provider, and is not used up")
  void one_for_another_address_lets_nobody_in() {
    EmailAddress meant = Fixtures.email();
    EmailAddress other = Fixtures.email();
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.of(meant));
    FlowHandle astray = askForLink(shut, other, issued.secret());
    Proof proven = digits(other, astray);

    assertThat(Refusals.of(() -> enter(shut, proven))).isEqualTo(REJECTED);
    assertThat(Refusals.of(() -> come(shut, Vouched.of(shut).proof(), issued.secret())))
        .as("no provider's word proves an address")
        .isEqualTo(REJECTED);
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    FlowHandle flow = askForLink(shut, meant, issued.secret());
    assertThat(entered(shut, digits(meant, flow)).roles()).containsExactly(Role.PARTNER);
    assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
  }

  @Test
  @DisplayName(
      "[L03] one that is revoked, runs out or is taken between asking for a link and following it makes no account, in an open realm neither")
  void one_that_ends_meanwhile_makes_no_account() {
    IssueInvitation.Issued late = issue(Role.USER, Optional.empty());
    later(Duration.ofHours(24).minusMinutes(5));
    IssueInvitation.Issued revoked = issue(Role.USER, Optional.empty());
    IssueInvitation.Issued taken = issue(Role.USER, Optional.empty());
    List<EmailAddress> emails = List.of(Fixtures.email(), Fixtures.email(), Fixtures.email());
    List<Proof> proofs = List.of(
        link(emails.get(0), askForLink(shut, emails.get(0), late.secret())),
        link(emails.get(1), askForLink(house(), emails.get(1), revoked.secret())),
        digits(emails.get(2), askForLink(shut, emails.get(2), taken.secret())));
    later(Duration.ofMinutes(6));
    shut.gatehouse()
        .revokeInvitation()
        .handle(OPERATOR, shut.realm().key(), revoked.invitation().id());
    register(taken.secret());

    assertThat(Refusals.of(() -> enter(shut, proofs.get(0)))).isEqualTo(REJECTED);
    assertThat(Refusals.of(() -> enter(house(), proofs.get(1)))).isEqualTo(REJECTED);
    assertThat(Refusals.of(() -> enter(shut, proofs.get(2)))).isEqualTo(REJECTED);
    assertThat(emails)
        .allSatisfy(email -> assertThat(
                engine().accounts().find(shut.realm().key(), new Identifier.ByEmail(email)))
            .isEmpty());
    assertThat(engine().rows(EventType.INVITATION_REJECTED)).hasSize(3);
  }

  // ---- by a provider

  @Test
  @DisplayName(
      "[L02] whoever a provider vouches for is let in by an invitation with the role it names: by a proof, a handshake, a login link and a provider's page")
  void an_invitation_lets_one_in_by_a_provider() {
    for (Door door : doors()) {
      IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());

      assertThat(Refusals.of(() -> door.enter(Arrival.NEWCOMER)))
          .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
      assertThat(Refusals.of(() -> door.enter(Arrival.PLAIN.invited(issued.secret()))))
          .isEqualTo(new Refusal.TermsNotAccepted());
      Entered entered = door.enter(Arrival.NEWCOMER.invited(issued.secret()));

      assertThat(entered.newcomer()).isTrue();
      assertThat(account(entered).roles()).containsExactly(Role.PARTNER);
      assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
    }
  }

  @Test
  @DisplayName(
      "[L02] an invitation that was shown before the browser was sent to a provider counts when it is back, unless another is shown then")
  void an_invitation_goes_there_and_back() {
    IssueInvitation.Issued before = issue(Role.PARTNER, Optional.empty());
    IssueInvitation.Issued after = issue(Role.PARTNER, Optional.empty());

    byProvider(Arrival.NEWCOMER.invited(before.secret())).enter(Arrival.PLAIN);
    assertThat(state(before)).isEqualTo(Invitation.State.TAKEN);
    byProvider(Arrival.NEWCOMER.invited(before.secret()))
        .enter(Arrival.PLAIN.invited(after.secret()));
    assertThat(state(after)).isEqualTo(Invitation.State.TAKEN);
  }

  @Test
  @DisplayName(
      "[L12] an invitation that is no good is on record, and uses up neither proof, handshake, login link nor what was begun at a provider")
  void a_worthless_one_uses_nothing_up() {
    IssueInvitation.Issued revoked = issue(Role.USER, Optional.empty());
    shut.gatehouse()
        .revokeInvitation()
        .handle(OPERATOR, shut.realm().key(), revoked.invitation().id());
    IssueInvitation.Issued foreign =
        issue(house().otherRealm(), Role.USER, Optional.empty(), Optional.empty());
    List<SecretText> worthless = List.of(
        revoked.secret(), foreign.secret(), new SecretText(""), new SecretText("A".repeat(43)));
    for (Door door : doors()) {
      for (SecretText secret : worthless) {
        assertThat(Refusals.of(() -> door.enter(Arrival.NEWCOMER.invited(secret))))
            .isEqualTo(REJECTED);
      }

      SecretText good = issue(Role.USER, Optional.empty()).secret();
      assertThat(door.enter(Arrival.NEWCOMER.invited(good)).newcomer()).isTrue();
    }
    assertThat(engine().rows(EventType.INVITATION_REJECTED))
        .hasSize(doors().size() * worthless.size())
        .allSatisfy(row -> assertThat(row.origin()).isPresent());
  }

  @Test
  @DisplayName(
      "[L31] a handshake that waits to be collected is no way to fill the record with worthless invitations")
  void worthless_ones_are_counted() {
    Client browser = shut.client();
    Door door = byHandshake(browser, Vouched.of(shut));
    Arrival worthless = Arrival.NEWCOMER.invited(new SecretText("A".repeat(43)));
    Door neighbour = byHandshake(browser, Vouched.of(shut));
    for (int n = 0; n < 30; n++) {
      assertThat(Refusals.of(() -> door.enter(worthless))).isEqualTo(REJECTED);
    }

    assertThat(Refusals.of(() -> door.enter(worthless))).isInstanceOf(Refusal.Throttled.class);
    assertThat(engine().rows(EventType.INVITATION_REJECTED)).hasSize(30);
    assertThat(Refusals.of(() -> neighbour.enter(worthless)))
        .as("another that waits at the same network has as many of its own")
        .isEqualTo(REJECTED);
  }

  // ---- the kill switch, and races

  @Test
  @DisplayName(
      "[L04] the kill switch stops the invited by a link and by a provider, also who has asked before, and uses nothing up")
  void the_kill_switch_stops_the_invited() {
    House closed = house().with(house().realm().with(RegistrationMode.CLOSED));
    IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());
    EmailAddress before = Fixtures.email();
    EmailAddress after = Fixtures.email();
    FlowHandle flow = askForLink(shut, before, issued.secret());
    askForLink(closed, after, issued.secret());
    dev.gatehouse.domain.identity.Proof proof = Vouched.of(closed).proof();

    assertThat(shut.mailsTo(after)).isEmpty();
    for (Proof proven : List.of(digits(before, flow), link(before, flow))) {
      assertThat(Refusals.of(() -> enter(closed, proven)))
          .isEqualTo(new Refusal.RegistrationDisabled(Channel.MAGIC_LINK));
    }
    assertThat(Refusals.of(() -> come(closed, proof, issued.secret())))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    assertThat(state(issued)).isEqualTo(Invitation.State.OPEN);
    assertThat(come(shut, proof, issued.secret()).newcomer()).isTrue();
    assertThat(Refusals.of(() -> enter(shut, link(before, flow)))).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("[L18] nobody becomes one of staff by a provider's word, invited or not")
  void staff_are_not_invited_by_a_provider() {
    Realm staff = Realm.staff(Fixtures.realm().value(), "https://more-staff.example.com")
        .with(RegistrationMode.OPEN)
        .with(new AccountPolicy(
            AccountPolicy.DEFAULT.grace(),
            AccountPolicy.DEFAULT.invitations(),
            AccountPolicy.DEFAULT.termsVersion(),
            true));
    House opened = house().with(staff);
    IssueInvitation.Issued issued = issue(staff, Role.ADMIN, Optional.empty(), Optional.empty());

    assertThat(Refusals.of(() -> come(opened, Vouched.of(opened).proof(), issued.secret())))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
  }

  @Test
  @DisplayName(
      "[L07] nobody becomes one of staff without the mailbox that a second factor takes, and the invitation stays good")
  void staff_need_an_address() {
    House opened = house()
        .with(Realm.staff(Fixtures.realm().value(), "https://more-staff.example.com")
            .with(RegistrationMode.INVITE_ONLY));
    IssueInvitation.Issued issued =
        issue(opened.realm(), Role.ADMIN, Optional.empty(), Optional.empty());

    assertThat(refusal(opened, byName(issued.secret())))
        .isEqualTo(new Refusal.ValueRejected(
            "email", "nothing", "an address; staff enrol their second factor by it"));
    assertThat(opened.gatehouse().listInvitations().handle(opened.realm().key()))
        .extracting(ListInvitations.Listed::state)
        .containsExactly(Invitation.State.OPEN);
  }

  @Test
  @DisplayName(
      "[L02] of racers with one invitation one is let in, be it by a link, by digits or by a provider")
  void a_race_of_all_doors_lets_one_in() {
    Race.rounds(round -> {
      SecretText secret = issue(Role.USER, Optional.empty()).secret();
      EmailAddress first = Fixtures.email();
      EmailAddress second = Fixtures.email();
      Proof link = link(first, askForLink(shut, first, secret));
      Proof digits = digits(second, askForLink(shut, second, secret));
      dev.gatehouse.domain.identity.Proof proof = Vouched.of(shut).proof();

      List<Boolean> in = Race.of(
          3,
          n -> letIn(() -> n == 0
              ? enter(shut, link)
              : n == 1 ? enter(shut, digits) : come(shut, proof, secret)));

      assertThat(in).containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName(
      "[L02] of racers with the link and the digits of one mail and its invitation one is registered")
  void a_race_of_one_mail_registers_one() {
    Race.rounds(round -> {
      IssueInvitation.Issued issued = issue(Role.USER, Optional.empty());
      EmailAddress email = Fixtures.email();
      FlowHandle flow = askForLink(shut, email, issued.secret());
      Proof link = link(email, flow);
      Proof digits = digits(email, flow);

      List<Optional<Refusal>> answers =
          Race.of(Race.RACERS, n -> Refusals.maybe(() -> enter(shut, n % 2 == 0 ? link : digits)));

      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
      assertThat(answers.stream().flatMap(Optional::stream))
          .allMatch(Refusal.CodeRejected.class::isInstance);
      assertThat(state(issued)).isEqualTo(Invitation.State.TAKEN);
    });
  }

  @Test
  @DisplayName(
      "[L06] of racing newcomers with one identity and one invitation one makes the account, and all come to it")
  void racing_newcomers_come_to_one_account() {
    Race.rounds(round -> {
      Vouched ada = Vouched.of(shut);
      IssueInvitation.Issued issued = issue(Role.PARTNER, Optional.empty());

      List<Entered> all = Race.of(Race.RACERS, n -> come(shut, ada.proof(), issued.secret()));

      assertThat(all).filteredOn(Entered::newcomer).hasSize(1);
      assertThat(all.stream().map(entered -> account(entered).id()).distinct()).hasSize(1);
    });
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
    assertThat(mail.life()).contains(shut.realm().accounts().invitations());
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

  private static FlowHandle ask(House at, AskForMagicLink.Command command) {
    return at.gatehouse().askForMagicLink().handle(at.client(), command);
  }

  private static FlowHandle askForLink(House at, EmailAddress email, SecretText invitation) {
    return ask(at, AskForMagicLink.Command.newcomer(email).invited(invitation));
  }

  private SecretText token(EmailAddress email) {
    return shut.said(email, Mail.Kind.MAGIC_LINK, "token");
  }

  private Proof link(EmailAddress email, FlowHandle flow) {
    return new Proof.Link(token(email), Optional.of(flow), false);
  }

  private Proof digits(EmailAddress email, FlowHandle flow) {
    return new Proof.Digits(email, shut.codeTo(email), flow);
  }

  /** Accepts the terms. */
  private static SignInWithMagicLink.Entered enter(House at, Proof proof) {
    return at.gatehouse()
        .signInWithMagicLink()
        .handle(at.client(), new SignInWithMagicLink.Command(proof, true, false));
  }

  private static Account entered(House at, Proof proof) {
    return ((SignIn.SignedIn) enter(at, proof).signIn()).account();
  }

  private static Entered come(
      House at, dev.gatehouse.domain.identity.Proof proof, SecretText invitation) {
    return at.gatehouse()
        .signInWithIdentity()
        .handle(at.client(), proof, Arrival.NEWCOMER.invited(invitation));
  }

  private static Account account(Entered entered) {
    return ((SignIn.SignedIn) entered.signIn()).account();
  }

  private interface Door {
    Entered enter(Arrival arrival);
  }

  /** By which somebody new comes whom a provider vouches for, as often as wanted until he is in. */
  private List<Door> doors() {
    dev.gatehouse.domain.identity.Proof proof = Vouched.of(shut).proof();
    SecretText link = shut.gatehouse()
        .issueLoginLink()
        .handle(shut.realm(), Vouched.of(shut).person())
        .token();
    return List.of(
        arrival -> shut.gatehouse().signInWithIdentity().handle(shut.client(), proof, arrival),
        byHandshake(shut.client(), Vouched.of(shut)),
        arrival ->
            shut.gatehouse().signInWithLoginLink().handle(shut.client(), link, true, arrival),
        byProvider(Arrival.PLAIN));
  }

  /** @param begun what was said before the browser was sent there */
  private Door byProvider(Arrival begun) {
    Client browser = shut.client();
    Vouched ada = Vouched.of(shut);
    Sent sent = shut.gatehouse()
        .beginProviderSignIn()
        .handle(
            browser,
            new Outing(
                Vouched.PROVIDER, "https://customers.example.com/back", Optional.empty(), begun));
    return arrival -> {
      String code = shut.providers().agree(sent.to(), ada.person());
      FinishProviderSignIn.Finished finished = shut.gatehouse()
          .finishProviderSignIn()
          .handle(
              browser,
              new Callback(
                  Vouched.PROVIDER,
                  sent.state(),
                  Optional.of(sent.flow()),
                  code,
                  Optional.empty(),
                  Optional.empty()),
              arrival);
      return new Entered(finished.signIn(), finished.newcomer(), Optional.empty());
    };
  }

  private Door byHandshake(Client browser, Vouched by) {
    BeginHandshake.Begun begun = shut.gatehouse().beginHandshake().handle(browser);
    shut.gatehouse().openHandshake().handle(shut.realm(), begun.id(), by.person());
    shut.gatehouse()
        .confirmHandshake()
        .handle(shut.realm(), begun.id(), by.person(), begun.match().reveal());
    return arrival ->
        shut.gatehouse().collectHandshake().handle(browser, begun.id(), begun.flow(), arrival);
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
