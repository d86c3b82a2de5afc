package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.account.DeleteAccount;
import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink.Proof;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody wants an account gone: its owner, a thief, or an operator. */
public abstract class DeletionLaws extends Laws {
  private static final Refusal REJECTED = new Refusal.CredentialsRejected();
  private static final Duration GRACE = Duration.ofDays(30);

  private House.Person owner;
  private EmailAddress email;

  @BeforeEach
  void settle() {
    owner = house().resident(AnAccount.in(house().realm().key()));
    email = owner.account().email().orElseThrow();
  }

  // ---- leaving

  @Test
  @DisplayName("[L23] asking for deletion ends every session at once, access tokens included")
  void leaving_ends_every_session() {
    Tokens one = house().signIn(owner).tokens();
    Tokens other = house().signIn(owner.at(house().client())).tokens();

    DeleteAccount.Scheduled scheduled = delete(other);

    assertThat(scheduled.ended()).isEqualTo(2);
    assertThat(scheduled.until()).isEqualTo(now().plus(GRACE));
    assertThat(stored(owner.account()).status()).isEqualTo(AccountStatus.LEAVING);
    for (Tokens tokens : List.of(one, other)) {
      assertThat(Refusals.of(() -> house().refresh(owner, tokens)))
          .isEqualTo(new Refusal.RefreshRejected());
      assertThat(Refusals.of(() -> house().claims(tokens))).isEqualTo(new Refusal.TokenRejected());
    }
  }

  @Test
  @DisplayName(
      "[L08] signing in to a leaving account gives a ticket to keep it, by either of its names, and no session")
  void signing_in_gives_no_session() {
    delete();

    for (Identifier name : List.of(owner.name(), new Identifier.ByEmail(email))) {
      SignIn answer = enter(name);
      assertThat(answer).isInstanceOf(SignIn.Leaving.class);
      assertThat(((SignIn.Leaving) answer).until()).isEqualTo(now().plus(GRACE));
    }
    assertThat(house().events(EventType.SIGNED_IN)).as("the one that deleted").hasSize(1);
    assertThat(engine().sessions().live(owner.account().id(), Optional.empty(), 9, now()))
        .isEmpty();
  }

  @Test
  @DisplayName("[L33] a wrong password for a leaving account looks like any other")
  void a_wrong_password_tells_nothing() {
    House.Person other = house().resident(AnAccount.in(house().realm().key()));
    delete();

    for (House.Person person : List.of(owner, other)) {
      assertThat(Refusals.of(() -> gatehouse()
              .signInWithPassword()
              .handle(house().client(), person.name(), House.newPassword(), false)))
          .isEqualTo(REJECTED);
    }
    assertThat(house().events(EventType.SIGN_IN_FAILED))
        .extracting(event -> event.reason())
        .containsExactly("WRONG_PASSWORD", "WRONG_PASSWORD");
  }

  @Test
  @DisplayName("[L07] the ticket to keep an account comes after all factors that are due")
  void the_ticket_comes_after_all_factors() {
    House.Person careful =
        house().resident(AnAccount.in(house().realm().key()).secondFactors(Method.TOTP));
    leaving(careful);

    assertThat(gatehouse()
            .signInWithPassword()
            .handle(careful.client(), careful.name(), careful.password(), false))
        .isInstanceOf(SignIn.SecondFactorDue.class);
    assertThat(house().events(EventType.DELETION_UNDO_OFFERED)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L08] no reset is mailed for a leaving account, and one mailed before sets no password")
  void a_reset_opens_nothing() {
    Client stranger = house().client();
    gatehouse().forgotPassword().handle(stranger, email);
    SecretText before = last(Mail.Kind.PASSWORD_RESET, "token");
    delete();
    gatehouse().forgotPassword().handle(stranger, email);

    assertThat(mails(Mail.Kind.PASSWORD_RESET)).hasSize(1);
    assertThat(Refusals.of(() -> gatehouse()
            .resetPassword()
            .handle(stranger, new ResetPassword.Proof.Link(before), House.newPassword())))
        .isEqualTo(new Refusal.CodeRejected(0));
    assertThat(enter(owner.name())).isInstanceOf(SignIn.Leaving.class);
  }

  @Test
  @DisplayName(
      "[L08] who has no password keeps the account by a mailed link or its digits, and is signed in by neither")
  void a_mailed_way_in_gives_the_ticket() {
    delete();
    Client there = house().client();
    FlowHandle flow =
        gatehouse().askForMagicLink().handle(there, AskForMagicLink.Command.of(email));
    SignIn.Leaving byDigits =
        (SignIn.Leaving) enter(there, new Proof.Digits(email, house().codeTo(email), flow));
    gatehouse().askForMagicLink().handle(there, AskForMagicLink.Command.of(email));
    SignIn.Leaving byLink = (SignIn.Leaving)
        enter(there, new Proof.Link(last(Mail.Kind.MAGIC_LINK, "token"), Optional.empty(), true));

    assertThat(byLink.until()).isEqualTo(byDigits.until()).isEqualTo(now().plus(GRACE));
    assertThat(house().events(EventType.SIGNED_IN)).as("the one that deleted").hasSize(1);
    restore(byLink.ticket());
    assertThat(stored(owner.account()).active()).isTrue();
  }

  @Test
  @DisplayName("[L08] of an account that an operator removed its owner is mailed no way in")
  void a_removed_account_is_mailed_nothing() {
    gatehouse().removeAccount().handle(act(owner), GRACE);
    gatehouse().askForMagicLink().handle(house().client(), AskForMagicLink.Command.of(email));
    assertThat(mails(Mail.Kind.MAGIC_LINK)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L45] who took an account over, changed its address and had it deleted does not keep it from its owner")
  void a_thief_does_not_destroy_it() {
    AccessClaims thief = house().claims(house().signIn(owner).tokens());
    EmailAddress thieves = Fixtures.email();
    gatehouse().askForEmailChange().handle(owner.client(), thief, thieves);
    gatehouse().confirmEmailChange().handle(owner.client(), thief, house().codeTo(thieves));
    gatehouse()
        .changePassword()
        .handle(owner.client(), thief, owner.password(), House.newPassword());
    gatehouse().deleteAccount().handle(owner.client(), thief);

    Client there = house().client();
    gatehouse().revertEmail().handle(there, last(Mail.Kind.EMAIL_CHANGED_OLD, "token"));

    assertThat(stored(owner.account()).active()).isTrue();
    gatehouse().askForMagicLink().handle(there, AskForMagicLink.Command.of(email));
    assertThat(enter(
            there, new Proof.Link(last(Mail.Kind.MAGIC_LINK, "token"), Optional.empty(), true)))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName(
      "[L34] five times an hour at most: leaving and thinking better of it floods no mailbox")
  void leaving_is_limited() {
    for (int i = 0; i < 5; i++) {
      delete();
      restore(ticket());
    }
    Tokens tokens = house().signIn(owner).tokens();
    assertThat(Refusals.of(() -> delete(tokens))).isInstanceOf(Refusal.Throttled.class);
    assertThat(stored(owner.account()).active()).isTrue();
    later(Duration.ofHours(1));
    delete();
  }

  private SignIn enter(Client client, Proof proof) {
    return gatehouse()
        .signInWithMagicLink()
        .handle(client, new SignInWithMagicLink.Command(proof, false, false))
        .signIn();
  }

  @Test
  @DisplayName("[L16] name and address of a leaving account stay taken in its realm")
  void name_and_address_stay_taken() {
    delete();

    assertThat(Refusals.of(() -> gatehouse()
            .register()
            .handle(house().client(), Register.Command.of(owner.username(), House.newPassword()))))
        .isEqualTo(new Refusal.UsernameTaken());
    gatehouse()
        .register()
        .handle(house().client(), Register.Command.of(email, House.newPassword()));
    assertThat(mails(Mail.Kind.ALREADY_REGISTERED)).hasSize(1);
    assertThat(mails(Mail.Kind.VERIFICATION_CODE)).isEmpty();
  }

  @Test
  @DisplayName("[L18] an owner of a realm is let go by command only, so that none is without one")
  void an_owner_can_not_leave() {
    House.Person head = house().resident(AnAccount.in(house().realm().key()).roles(Role.OWNER));
    Tokens tokens = house().signIn(head).tokens();

    assertThat(Refusals.of(
            () -> gatehouse().deleteAccount().handle(head.client(), house().claims(tokens))))
        .isEqualTo(new Refusal.NotPermitted());
    assertThat(stored(head.account()).active()).isTrue();
  }

  @Test
  @DisplayName("[L45] the owner is told until when, and from where, and that it stays")
  void the_owner_is_told() {
    delete();
    Mail told = mails(Mail.Kind.DELETION_SCHEDULED).get(0);
    assertThat(told.values())
        .containsEntry("until", now().plus(GRACE).toString())
        .containsEntry("address", owner.client().address().value());

    restore(ticket());
    assertThat(mails(Mail.Kind.DELETION_UNDONE)).hasSize(1);
  }

  @Test
  @DisplayName("[L23] a sign-in and a deletion at once leave no live session")
  void a_sign_in_in_the_middle_leaves_nothing() {
    Race.rounds(round -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      Tokens tokens = house().signIn(person).tokens();

      Race.of(3, n -> {
        if (n == 0) {
          return gatehouse().deleteAccount().handle(person.client(), house().claims(tokens));
        }
        try {
          return gatehouse()
              .signInWithPassword()
              .handle(house().client(), person.name(), person.password(), false);
        } catch (Refused late) {
          return late.refusal();
        }
      });

      assertThat(engine().sessions().live(person.account().id(), Optional.empty(), 9, now()))
          .isEmpty();
      assertThat(stored(person.account()).status()).isEqualTo(AccountStatus.LEAVING);
    });
  }

  // ---- thinking better of it

  @Test
  @DisplayName(
      "[L23] an account that is kept is as it was, its sessions stay ended, and nobody is signed in")
  void an_account_can_be_kept() {
    Tokens before = house().signIn(owner).tokens();
    delete();

    restore(ticket());

    assertThat(stored(owner.account()).status()).isEqualTo(AccountStatus.ACTIVE);
    assertThat(Refusals.of(() -> house().refresh(owner, before)))
        .isEqualTo(new Refusal.RefreshRejected());
    assertThat(engine().sessions().live(owner.account().id(), Optional.empty(), 9, now()))
        .isEmpty();
    assertThat(house().signIn(owner)).isNotNull();
    later(GRACE.plusDays(1));
    house().run("purge");
    assertThat(stored(owner.account()).active()).as("and stays kept").isTrue();
  }

  @Test
  @DisplayName("[L30] a network gone wild keeps nobody from keeping his account")
  void a_network_gone_wild_keeps_nobody_from_it() {
    delete();
    SecretText ticket = ticket();
    Client neighbour = house().client("192.0.2.200");
    for (int i = 0; i < 120; i++) {
      Refusals.of(
          () -> gatehouse().restoreAccount().handle(neighbour, new SecretText(Fixtures.unique())));
    }
    assertThat(Refusals.of(() ->
            gatehouse().restoreAccount().handle(neighbour, new SecretText(Fixtures.unique()))))
        .isInstanceOf(Refusal.Throttled.class);

    gatehouse().restoreAccount().handle(house().client("192.0.2.17"), ticket);
    assertThat(stored(owner.account()).active()).isTrue();
  }

  @Test
  @DisplayName("[L02] of racing callers with one ticket one keeps the account, and it is spent")
  void a_ticket_is_good_once() {
    Race.rounds(round -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      leaving(person);
      SecretText ticket = ticket(person);

      List<Boolean> kept = Race.of(4, n -> kept(ticket));

      assertThat(kept).containsOnlyOnce(true);
      assertThat(stored(person.account()).active()).isTrue();
    });
  }

  @Test
  @DisplayName(
      "[L03] a ticket is worth nothing in another realm, after ten minutes, after the account was kept, or for anything else")
  void a_ticket_is_bound() {
    delete();
    SecretText ticket = ticket();
    SecretText other = ticket();
    assertThat(Refusals.of(() ->
            gatehouse().restoreAccount().handle(house().clientOf(house().otherRealm()), ticket)))
        .isEqualTo(new Refusal.CodeRejected(0));
    assertThat(Refusals.of(() -> gatehouse()
            .resetPassword()
            .handle(house().client(), new ResetPassword.Proof.Link(ticket), House.newPassword())))
        .isEqualTo(new Refusal.CodeRejected(0));

    restore(ticket);
    assertThat(kept(other)).as("an older one, of before").isFalse();
    delete();
    SecretText late = ticket();
    later(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(kept(late)).isFalse();
    assertThat(stored(owner.account()).status()).isEqualTo(AccountStatus.LEAVING);
  }

  @Test
  @DisplayName("[L46] once the grace period is over nobody keeps an account, swept or not")
  void it_is_too_late_after_the_grace_period() {
    delete();
    later(GRACE.minusMinutes(5));
    SecretText ticket = ticket();
    later(Duration.ofMinutes(5));

    assertThat(kept(ticket)).isFalse();
    assertThat(Refusals.of(() -> enter(owner.name()))).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("[L46] keeping an account and erasing it at once do one or the other, whole")
  void keeping_races_with_erasing() {
    Race.rounds(round -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      leaving(person);
      SecretText ticket = ticket(person);

      List<Boolean> kept = Race.of(2, n -> {
        if (n == 0) {
          return kept(ticket);
        }
        try {
          gatehouse().removeAccount().handle(act(person), Duration.ZERO);
        } catch (Refused refused) {
          // it was kept before, and is removed all the same: an operator may
        }
        return false;
      });

      AccountStatus status = stored(person.account()).status();
      assertThat(status).as("kept first: %s", kept).isEqualTo(AccountStatus.DELETED);
      assertThat(engine().personalData().due(1000, now()))
          .doesNotContain(person.account().id());
    });
  }

  // ---- by an operator

  @Test
  @DisplayName("[L08] what an operator removes its owner does not keep; the operator can")
  void an_operator_removes_and_keeps() {
    Tokens tokens = house().signIn(owner).tokens();
    gatehouse().removeAccount().handle(act(owner), GRACE);

    assertThat(Refusals.of(() -> house().refresh(owner, tokens)))
        .isEqualTo(new Refusal.RefreshRejected());
    assertThat(Refusals.of(() -> enter(owner.name()))).isEqualTo(REJECTED);
    assertThat(Refusals.of(() -> gatehouse().removeAccount().handle(act(owner), GRACE)))
        .isEqualTo(new Refusal.NotFound());

    assertThat(gatehouse().keepAccount().handle(act(owner))).isEqualTo(AccountStatus.ACTIVE);
    assertThat(house().signIn(owner)).isNotNull();
    assertThat(Refusals.of(() -> gatehouse().keepAccount().handle(act(owner))))
        .isEqualTo(new Refusal.NotFound());
  }

  @Test
  @DisplayName(
      "[L08] an account that was pending, locked or disabled is that again when it is kept or enabled, and never active by it")
  void an_account_is_again_what_it_was() {
    for (AccountStatus status :
        List.of(AccountStatus.PENDING, AccountStatus.LOCKED, AccountStatus.ACTIVE)) {
      House.Person person = house().resident(AnAccount.in(house().realm().key()).status(status));

      gatehouse().disableAccount().handle(act(person));
      gatehouse().removeAccount().handle(act(person), GRACE);
      assertThat(gatehouse().keepAccount().handle(act(person))).isEqualTo(AccountStatus.DISABLED);
      assertThat(gatehouse().enableAccount().handle(act(person))).isEqualTo(status);

      assertThat(stored(person.account()).status()).isEqualTo(status);
    }
  }

  @Test
  @DisplayName("[L45] the owner is told by mail that the account was disabled and enabled")
  void the_owner_is_told_of_being_disabled() {
    gatehouse().disableAccount().handle(act(owner));
    assertThat(mails(Mail.Kind.ACCOUNT_DISABLED)).hasSize(1);
    gatehouse().enableAccount().handle(act(owner));
    assertThat(mails(Mail.Kind.ACCOUNT_ENABLED)).hasSize(1);
  }

  // ---- audit

  @Test
  @DisplayName("[L44] scheduling, offering, failing to keep, keeping and erasing each leave a row")
  void everything_is_audited() {
    delete();
    SecretText ticket = ticket();
    kept(new SecretText("never a ticket"));
    restore(ticket);
    delete();
    later(GRACE);
    house().run("purge");

    for (EventType type : List.of(
        EventType.DELETION_UNDO_OFFERED,
        EventType.DELETION_UNDO_FAILED,
        EventType.DELETION_UNDONE,
        EventType.ACCOUNT_ERASED)) {
      assertThat(engine().rows(type)).as("%s", type).filteredOn(this::mine).hasSize(1);
    }
    assertThat(engine().rows(EventType.DELETION_SCHEDULED)).hasSize(2).allSatisfy(row -> {
      assertThat(row.subject()).contains(owner.account().id());
      assertThat(row.actor()).isEqualTo(Actor.owner(owner.account().id()));
      assertThat(row.origin()).isPresent();
    });
    assertThat(engine().rows(EventType.ACCOUNT_ERASED))
        .allSatisfy(row -> assertThat(row.actor()).isEqualTo(Actor.SYSTEM));
  }

  @Test
  @DisplayName("[L44] an operator's removal without its audit row is no removal")
  void no_row_no_removal() {
    Tokens tokens = house().signIn(owner).tokens();
    engine().failToRecord(EventType.DELETION_SCHEDULED);

    assertThatThrownBy(() -> gatehouse().removeAccount().handle(act(owner), Duration.ZERO))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stored(owner.account()).active()).isTrue();
    assertThat(house().claims(house().refresh(owner, tokens)).subject())
        .isEqualTo(owner.account().id());
  }

  /** About the owner, or nobody: a purge erases others too, whom other tests have left. */
  private boolean mine(Event row) {
    return row.subject().filter(id -> !id.equals(owner.account().id())).isEmpty();
  }

  // ---- steps

  private void delete() {
    delete(house().signIn(owner).tokens());
  }

  private DeleteAccount.Scheduled delete(Tokens tokens) {
    return gatehouse().deleteAccount().handle(owner.client(), house().claims(tokens));
  }

  /** As its owner would have it, whatever is due first. */
  private void leaving(House.Person person) {
    Instant now = now();
    engine().store().atomically(unit -> {
      var account = unit.accounts().lock(person.account().id()).orElseThrow();
      unit.accounts().setStatus(account.id(), AccountStatus.LEAVING, now());
      unit.departures()
          .schedule(new Departure(
              account.id(), account.realm(), now, now.plus(GRACE), true, account.status()));
      return true;
    });
  }

  private SignIn enter(Identifier name) {
    return gatehouse().signInWithPassword().handle(house().client(), name, owner.password(), false);
  }

  private SecretText ticket() {
    return ticket(owner);
  }

  private SecretText ticket(House.Person person) {
    return ((SignIn.Leaving) gatehouse()
            .signInWithPassword()
            .handle(house().client(), person.name(), person.password(), false))
        .ticket();
  }

  private void restore(SecretText ticket) {
    gatehouse().restoreAccount().handle(owner.client(), ticket);
  }

  private boolean kept(SecretText ticket) {
    try {
      gatehouse().restoreAccount().handle(house().client(), ticket);
      return true;
    } catch (Refused refused) {
      assertThat(refused.refusal()).isEqualTo(new Refusal.CodeRejected(0));
      return false;
    }
  }

  private static Act act(House.Person person) {
    return new Act(
        Actor.operator("test"), person.account().realm(), person.account().id(), "a test");
  }

  private List<Mail> mails(Mail.Kind kind) {
    return house().mailsTo(email).stream().filter(mail -> mail.kind() == kind).toList();
  }

  private SecretText last(Mail.Kind kind, String value) {
    List<Mail> all = mails(kind);
    return new SecretText(all.get(all.size() - 1).values().getOrDefault(value, ""));
  }
}
