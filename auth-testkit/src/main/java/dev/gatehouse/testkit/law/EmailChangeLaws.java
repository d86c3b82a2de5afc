package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.secondfactor.SetUpAuthenticator;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An account gets another address, by its owner or by a thief, and the owner takes it back. */
public abstract class EmailChangeLaws extends Laws {
  private static final Refusal GONE = new Refusal.CodeRejected(0);

  /** Somebody signed in. */
  private record Seat(House.Person person, SignIn.SignedIn signedIn, AccessClaims claims) {
    Client client() {
      return person.client();
    }

    Seat at(House.Person place) {
      return new Seat(place, signedIn, claims);
    }
  }

  private Seat owner;
  private EmailAddress old;

  @BeforeEach
  void settle() {
    owner = seat(house().resident(AnAccount.in(house().realm().key())));
    old = owner.person().account().email().orElseThrow();
  }

  private Seat seat(House.Person person) {
    SignIn.SignedIn in = house().signIn(person);
    return new Seat(person, in, house().claims(in.tokens()));
  }

  private Seat somebody() {
    return seat(house().resident(AnAccount.in(house().realm().key())));
  }

  // ---- what it does

  @Test
  @DisplayName(
      "[L15] the code gives the account the address, once; what was mailed before dies, and sessions go on")
  void the_code_gives_the_address() {
    gatehouse().forgotPassword().handle(owner.client(), old);
    SecretText reset = said(last(old, Mail.Kind.PASSWORD_RESET), "token");
    EmailAddress wanted = change(owner);

    assertThat(stored(owner.person().account()).email()).contains(wanted);
    assertThat(confirmed(owner, house().codeTo(wanted))).isInstanceOf(Refusal.CodeRejected.class);
    assertThat(Refusals.of(() -> gatehouse()
            .resetPassword()
            .handle(owner.client(), new ResetPassword.Proof.Link(reset), House.newPassword())))
        .isEqualTo(GONE);
    house().refresh(owner.person(), owner.signedIn().tokens());
    assertThat(signsIn(owner, wanted)).isTrue();
    assertThat(signsIn(owner, old)).isFalse();
  }

  private boolean signsIn(Seat who, EmailAddress by) {
    return Refusals.maybe(() -> gatehouse()
            .signInWithPassword()
            .handle(who.client(), new Identifier.ByEmail(by), who.person().password(), false))
        .isEmpty();
  }

  @Test
  @DisplayName("[L45] both addresses are told, the old one with a link, and from where")
  void both_addresses_are_told() {
    EmailAddress wanted = change(owner);

    assertThat(last(wanted, Mail.Kind.EMAIL_CHANGED).values())
        .containsEntry("address", owner.client().address().value());
    assertThat(last(old, Mail.Kind.EMAIL_CHANGED_OLD).values())
        .containsEntry("new_email", wanted.masked())
        .containsEntry("address", owner.client().address().value())
        .containsKeys("token", "page", "user_agent");
  }

  @Test
  @DisplayName(
      "[L04] an account without address gets its first one, and what others asked for it is void")
  void a_first_address_is_added() {
    Seat nameless = seat(house().person());
    EmailAddress wanted = Fixtures.email();
    Registrant rival = Registrant.of(house(), wanted);
    SecretText rivals = rival.code();
    ask(nameless, wanted);
    gatehouse().confirmEmailChange().handle(nameless.client(), nameless.claims(), code(wanted));

    assertThat(stored(nameless.person().account()).email()).contains(wanted);
    assertThat(Refusals.of(() -> rival.verify(rivals))).isInstanceOf(Refusal.CodeRejected.class);
    assertThat(mails(wanted, Mail.Kind.EMAIL_CHANGED)).hasSize(1);
    assertThat(mails(wanted, Mail.Kind.EMAIL_CHANGED_OLD)).isEmpty();
  }

  @Test
  @DisplayName("[L44] asking, failing, changing and taking back each leave a row")
  void everything_is_audited() {
    EmailAddress wanted = Fixtures.email();
    ask(owner, wanted);
    confirmed(owner, wrong(code(wanted), 1));
    confirmed(owner, code(wanted));
    revert(house().client(), link(old));
    refusedRevert(link(old));

    for (EventType type : List.of(
        EventType.EMAIL_CHANGE_REQUESTED,
        EventType.EMAIL_CHANGE_FAILED,
        EventType.EMAIL_CHANGED,
        EventType.EMAIL_REVERTED)) {
      assertThat(engine().rows(type))
          .as("%s", type)
          .singleElement()
          .satisfies(
              row -> assertThat(row.subject()).contains(owner.person().account().id()));
    }
    assertThat(engine().rows(EventType.EMAIL_REVERT_FAILED)).hasSize(1);
  }

  // ---- who may

  @Test
  @DisplayName(
      "[L10] a stolen access token alone changes no address, and uses up none of the owner's mails")
  void it_needs_a_step_up() {
    later(Duration.ofMinutes(10).plusMillis(1));
    for (int i = 0; i < 6; i++) {
      assertThat(asked(owner, Fixtures.email())).containsInstanceOf(Refusal.StepUpRequired.class);
    }
    Seat again = seat(owner.person());
    assertThat(asked(again, Fixtures.email())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L03] the code of one session is nothing in another, of the same account or of another")
  void the_code_is_of_its_session() {
    EmailAddress wanted = Fixtures.email();
    ask(owner, wanted);
    for (Seat other : List.of(seat(owner.person().at(house().client())), somebody())) {
      assertThat(confirmed(other, code(wanted))).isEqualTo(new Refusal.CodeRejected(4));
    }
    assertThat(Refusals.maybe(() -> confirm(owner, code(wanted)))).isEmpty();
  }

  @Test
  @DisplayName("[L01] five wrong codes use it up, for the right one too")
  void wrong_codes_use_it_up() {
    EmailAddress wanted = Fixtures.email();
    ask(owner, wanted);
    for (int left = 4; left >= 0; left--) {
      assertThat(confirmed(owner, wrong(code(wanted), 1 + left)))
          .isEqualTo(new Refusal.CodeRejected(left));
    }
    assertThat(confirmed(owner, code(wanted))).isEqualTo(GONE);
    assertThat(stored(owner.person().account()).email()).contains(old);
  }

  @Test
  @DisplayName(
      "[L15] a change of password kills the code, and so does half an hour, and the end of the session")
  void the_code_dies_with_what_it_was_asked_in() {
    EmailAddress wanted = Fixtures.email();
    ask(owner, wanted);
    gatehouse()
        .changePassword()
        .handle(owner.client(), owner.claims(), owner.person().password(), House.newPassword());
    assertThat(confirmed(owner, code(wanted))).isInstanceOf(Refusal.CodeRejected.class);

    Seat late = somebody();
    ask(late, wanted);
    SecretText lates = code(wanted);
    later(Duration.ofMinutes(30));
    assertThat(confirmed(late, lates)).isInstanceOf(Refusal.CodeRejected.class);

    Seat left = somebody();
    ask(left, wanted);
    gatehouse().signOut().handle(left.client(), left.claims());
    assertThat(confirmed(left, code(wanted))).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName("[L02] of racing callers with the right code one is accepted")
  void of_racing_callers_one_is_accepted() {
    Race.rounds(round -> {
      Seat seat = somebody();
      EmailAddress wanted = Fixtures.email();
      ask(seat, wanted);
      SecretText code = code(wanted);
      assertThat(Race.of(Race.RACERS, racer -> Refusals.maybe(() -> confirm(seat, code))))
          .filteredOn(Optional::isEmpty)
          .hasSize(1);
    });
  }

  // ---- whose it is

  @Test
  @DisplayName(
      "[L33] an address of somebody else's is answered as a free one; its owner is told, and no code is right")
  void a_taken_address_is_answered_as_a_free_one() {
    EmailAddress taken = somebody().person().account().email().orElseThrow();

    assertThat(asked(owner, taken)).isEmpty();
    assertThat(mails(taken, Mail.Kind.EMAIL_TAKEN)).hasSize(1);
    assertThat(mails(taken, Mail.Kind.EMAIL_CHANGE_CODE)).isEmpty();
    for (int left = 4; left >= 0; left--) {
      assertThat(confirmed(owner, new SecretText("123456")))
          .isEqualTo(new Refusal.CodeRejected(left));
    }
  }

  @Test
  @DisplayName(
      "[L33] of two accounts that prove one mailbox at once one has it, and the other hears that it is taken")
  void of_two_accounts_one_has_the_address() {
    Race.rounds(round -> {
      List<Seat> both = List.of(somebody(), somebody());
      EmailAddress wanted = Fixtures.email();
      ask(both.get(0), wanted);
      SecretText first = code(wanted);
      ask(both.get(1), wanted);
      List<SecretText> codes = List.of(first, code(wanted));

      List<Optional<Refusal>> answers =
          Race.of(2, racer -> Refusals.maybe(() -> confirm(both.get(racer), codes.get(racer))));

      assertThat(answers)
          .containsExactlyInAnyOrder(Optional.empty(), Optional.of(new Refusal.EmailTaken()));
      assertThat(both)
          .filteredOn(seat -> stored(seat.person().account()).email().equals(Optional.of(wanted)))
          .hasSize(1);
    });
  }

  @Test
  @DisplayName("[L04] of an account and a newcomer who prove one mailbox at once one has it")
  void of_an_account_and_a_newcomer_one_has_the_address() {
    Race.rounds(round -> {
      Seat seat = somebody();
      EmailAddress wanted = Fixtures.email();
      Registrant newcomer = Registrant.of(house(), wanted);
      SecretText newcomers = newcomer.code();
      ask(seat, wanted);
      SecretText code = code(wanted);

      List<Optional<Refusal>> answers = Race.between(
          () -> Refusals.maybe(() -> confirm(seat, code)),
          () -> Refusals.maybe(() -> newcomer.verify(newcomers)));

      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
    });
  }

  @Test
  @DisplayName(
      "[L34] no more than five mails an hour go to one address, whoever asks, and for one account")
  void mails_are_limited() {
    EmailAddress wanted = Fixtures.email();
    for (int i = 0; i < 5; i++) {
      assertThat(asked(somebody(), wanted)).isEmpty();
    }
    assertThat(asked(somebody(), wanted)).containsInstanceOf(Refusal.Throttled.class);
    for (int i = 0; i < 5; i++) {
      assertThat(asked(owner, Fixtures.email())).isEmpty();
    }
    assertThat(asked(owner, Fixtures.email())).containsInstanceOf(Refusal.Throttled.class);
  }

  @Test
  @DisplayName("[L34] by however many accounts, from one network no more than sixty an hour")
  void a_network_s_mails_are_limited() {
    Client network = house().client("192.0.2.77");
    for (int account = 0; account < 12; account++) {
      Seat seat = seat(house().person().at(network));
      for (int i = 0; i < 5; i++) {
        assertThat(asked(seat, Fixtures.email())).isEmpty();
      }
    }
    assertThat(asked(seat(house().person().at(network)), Fixtures.email()))
        .containsInstanceOf(Refusal.Throttled.class);
    assertThat(asked(owner, Fixtures.email())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L30][L34] a network gone wild keeps no known device from it, takes nothing of what the owner may do, and gives a known device one mail an hour beyond it")
  void a_network_gone_wild_keeps_no_known_device_from_it() {
    Client network = house().client("192.0.2.78");
    for (int account = 0; account < 12; account++) {
      Seat seat = seat(house().person().at(network));
      for (int i = 0; i < 5; i++) {
        assertThat(asked(seat, Fixtures.email())).isEmpty();
      }
    }
    Seat there = owner.at(owner.person().at(network));
    for (int i = 0; i < 6; i++) {
      assertThat(asked(there, Fixtures.email())).containsInstanceOf(Refusal.Throttled.class);
    }

    Seat device = owner.at(there.person().showing(owner.signedIn().mark()));
    assertThat(asked(device, old)).containsInstanceOf(Refusal.ValueRejected.class);
    assertThat(asked(device, Fixtures.email())).isEmpty();
    assertThat(asked(device, Fixtures.email())).containsInstanceOf(Refusal.Throttled.class);
    for (int i = 0; i < 4; i++) {
      assertThat(asked(owner, Fixtures.email())).isEmpty();
    }
    assertThat(asked(owner, Fixtures.email())).containsInstanceOf(Refusal.Throttled.class);
  }

  // ---- taking it back

  @Test
  @DisplayName(
      "[L45][L23] the link brings the old address back once, ends every session, and tells both")
  void the_link_takes_the_change_back() {
    EmailAddress wanted = change(owner);
    Seat thief = seat(owner.person().at(house().client()));
    Client anywhere = house().client();

    assertThat(revert(anywhere, link(old))).isEqualTo(2);

    assertThat(stored(owner.person().account()).email()).contains(old);
    for (Seat seat : List.of(owner, thief)) {
      assertThat(Refusals.of(() -> house().claims(seat.signedIn().tokens())))
          .isEqualTo(new Refusal.TokenRejected());
    }
    assertThat(last(wanted, Mail.Kind.EMAIL_CHANGED_OLD).values())
        .as("who lost it again may not take it back")
        .doesNotContainKey("token");
    assertThat(mails(old, Mail.Kind.EMAIL_CHANGED)).hasSize(1);
    assertThat(refusedRevert(link(old))).isEqualTo(GONE);
  }

  @Test
  @DisplayName(
      "[L45] it does so whatever a thief changed meanwhile: the password, and the address once more")
  void the_link_outlives_other_changes() {
    change(owner);
    gatehouse()
        .changePassword()
        .handle(owner.client(), owner.claims(), owner.person().password(), House.newPassword());
    EmailAddress thieves = change(owner);
    SecretText first = link(old);
    later(Duration.ofHours(71));

    revert(house().client(), first);
    assertThat(stored(owner.person().account()).email()).contains(old);
    assertThat(mails(thieves, Mail.Kind.EMAIL_CHANGED_OLD)).hasSize(1);
  }

  @Test
  @DisplayName("[L45] a thief who changed the address twice does not take it back from the owner")
  void a_later_link_is_worth_nothing_once_an_earlier_one_was_followed() {
    EmailAddress thieves = change(owner);
    change(owner);
    SecretText thiefs = link(thieves);
    revert(house().client(), link(old));

    assertThat(refusedRevert(thiefs)).isEqualTo(GONE);
    assertThat(stored(owner.person().account()).email()).contains(old);
  }

  @Test
  @DisplayName(
      "[L45] who follows a later link does not take the earlier one from its owner, nor by changing often")
  void an_earlier_link_outlives_later_ones() {
    EmailAddress second = change(owner);
    for (int i = 0; i < 12; i++) {
      change(owner);
      later(Duration.ofMinutes(30));
      owner = seat(owner.person());
    }
    revert(house().client(), link(second));
    assertThat(stored(owner.person().account()).email()).contains(second);

    revert(house().client(), link(old));
    assertThat(stored(owner.person().account()).email()).contains(old);
  }

  @Test
  @DisplayName("[L02] of racing callers with the link one takes the change back")
  void of_racing_callers_one_takes_it_back() {
    Race.rounds(round -> {
      Seat seat = somebody();
      EmailAddress before = seat.person().account().email().orElseThrow();
      change(seat);
      SecretText link = link(before);
      assertThat(Race.of(
              Race.RACERS, racer -> Refusals.maybe(() -> revert(house().client(), link))))
          .filteredOn(Optional::isEmpty)
          .hasSize(1);
    });
  }

  @Test
  @DisplayName("[L03] it is good for three days, in its realm, and for nothing else")
  void it_is_good_for_three_days_in_its_realm() {
    change(owner);
    SecretText link = link(old);
    Client there = house().clientOf(house().otherRealm());
    assertThat(Refusals.of(() -> revert(there, link))).isEqualTo(GONE);
    assertThat(Refusals.of(() -> gatehouse()
            .resetPassword()
            .handle(owner.client(), new ResetPassword.Proof.Link(link), House.newPassword())))
        .isEqualTo(GONE);

    later(Duration.ofDays(3));
    assertThat(refusedRevert(link)).isEqualTo(GONE);
  }

  @Test
  @DisplayName(
      "[L08] it brings the address of a disabled account back and lets nobody in; of a deleted one it does nothing")
  void a_disabled_account_stays_disabled() {
    change(owner);
    set(owner.person().account(), AccountStatus.DISABLED);
    revert(house().client(), link(old));
    assertThat(stored(owner.person().account()))
        .matches(account -> !account.active() && account.email().equals(Optional.of(old)));

    Seat gone = somebody();
    EmailAddress before = gone.person().account().email().orElseThrow();
    change(gone);
    set(gone.person().account(), AccountStatus.DELETED);
    assertThat(refusedRevert(link(before))).isEqualTo(GONE);
  }

  @Test
  @DisplayName(
      "[L15] where another account has the address by now, nothing is changed and the link is not spent")
  void an_address_that_is_another_s_by_now_is_not_taken() {
    change(owner);
    Seat other = somebody();
    EmailAddress others = other.person().account().email().orElseThrow();
    ask(other, old);
    confirm(other, code(old));

    assertThat(refusedRevert(link(old))).isEqualTo(new Refusal.EmailTaken());
    house().claims(owner.signedIn().tokens());
    revert(house().client(), link(others));
    revert(house().client(), link(old));
    assertThat(stored(owner.person().account()).email()).contains(old);
  }

  // ---- what a thief adds meanwhile

  @Test
  @DisplayName(
      "[L45] [L44] what was linked since the change goes with it, by every name it has, with a row and a mail for each; what was there before stays")
  void what_was_linked_since_goes_with_it() {
    Vouched own = Vouched.of(house(), Vouched.OTHER_PROVIDER);
    own.link(owner.client(), owner.claims());
    later(Duration.ofMinutes(1));
    change(owner);
    Vouched thief = Vouched.of(house())
        .alsoCalled(new Identity(new ProviderKey("messenger-openid"), Fixtures.unique()));
    thief.link(owner.client(), owner.claims());
    Vouched another = Vouched.of(house(), new ProviderKey("elsewhere"));
    another.link(owner.client(), owner.claims());
    house()
        .gatehouse()
        .moveWarnings()
        .handle(owner.client(), owner.claims(), Optional.of(Vouched.PROVIDER));
    Client anywhere = house().client();
    int before = mails(old, Mail.Kind.IDENTITY_UNLINKED).size();

    revert(anywhere, link(old));
    reset();

    AccountId account = owner.person().account().id();
    assertThat(engine().identities().of(account))
        .extracting(LinkedIdentity::identity)
        .containsExactly(own.person().identity());
    assertThat(stored(owner.person().account()).warnedBy()).isEmpty();
    for (Identity name : thief.person().all()) {
      assertThat(new Vouched(house(), ProvenIdentity.of(name, ProviderProfile.EMPTY))
              .enter()
              .newcomer())
          .as("%s is nobody's any more", name)
          .isTrue();
    }
    assertThat(own.enter().newcomer()).isFalse();
    assertThat(engine().rows(EventType.IDENTITY_UNLINKED))
        .allSatisfy(row -> {
          assertThat(row.subject()).contains(account);
          assertThat(row.origin().orElseThrow().address()).isEqualTo(anywhere.address());
        })
        .extracting(Event::reason)
        .containsExactlyInAnyOrder("messenger", "elsewhere");
    assertThat(mails(old, Mail.Kind.IDENTITY_UNLINKED).stream().skip(before))
        .extracting(mail -> mail.values().get("provider"))
        .containsExactlyInAnyOrder("messenger", "elsewhere");
  }

  @Test
  @DisplayName(
      "[L45] a departure that was asked for since goes with it, and the old address hears of it")
  void a_departure_that_was_asked_for_since_goes_with_it() {
    change(owner);
    gatehouse().deleteAccount().handle(owner.client(), owner.claims());
    assertThat(mails(old, Mail.Kind.DELETION_SCHEDULED)).hasSize(1);

    revert(house().client(), link(old));

    assertThat(stored(owner.person().account()).status()).isEqualTo(AccountStatus.ACTIVE);
    assertThat(mails(old, Mail.Kind.DELETION_UNDONE)).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L45] whatever changes who comes in is told to the address that a link would bring back, for as long as it would")
  void the_old_address_is_told_what_changes_who_comes_in() {
    EmailAddress wanted = change(owner);
    Vouched.of(house()).link(owner.client(), owner.claims());
    gatehouse().unlinkIdentity().handle(owner.client(), owner.claims(), Vouched.PROVIDER);
    enrol(owner.client(), owner.claims());
    gatehouse().renewRecoveryCodes().handle(owner.client(), owner.claims());
    gatehouse()
        .changePassword()
        .handle(owner.client(), owner.claims(), owner.person().password(), House.newPassword());

    for (Mail.Kind kind : List.of(
        Mail.Kind.IDENTITY_LINKED,
        Mail.Kind.IDENTITY_UNLINKED,
        Mail.Kind.SECOND_FACTOR_ENROLLED,
        Mail.Kind.RECOVERY_CODES_RENEWED,
        Mail.Kind.PASSWORD_CHANGED)) {
      for (EmailAddress address : List.of(old, wanted)) {
        assertThat(mails(address, kind)).as("%s", kind).hasSize(1);
      }
    }

    Seat late = somebody();
    EmailAddress lates = late.person().account().email().orElseThrow();
    change(late);
    later(Duration.ofDays(3));
    late = seat(late.person());
    Vouched.of(house()).link(late.client(), late.claims());
    assertThat(mails(lates, Mail.Kind.IDENTITY_LINKED)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L45] a second factor that was added since the change goes with it, so that the mailbox is enough, as it was before")
  void a_factor_that_was_added_since_goes_with_it() {
    later(Duration.ofMinutes(1));
    change(owner);
    enrol(owner.client(), owner.claims());

    Client anywhere = house().client();
    revert(anywhere, link(old));
    Password set = reset();

    assertThat(gatehouse()
            .signInWithPassword()
            .handle(anywhere, new Identifier.ByEmail(old), set, false))
        .isInstanceOf(SignIn.SignedIn.class);
    assertThat(engine().rows(EventType.SECOND_FACTOR_REMOVED))
        .singleElement()
        .satisfies(
            row -> assertThat(row.subject()).contains(owner.person().account().id()));
    assertThat(mails(old, Mail.Kind.SECOND_FACTOR_REMOVED)).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L07] where there was a second factor before, one is due after it: whichever took its place since")
  void where_there_was_a_factor_one_stays_due() {
    later(Duration.ofMinutes(1));
    enrol(owner.client(), owner.claims());
    later(Duration.ofMinutes(1));
    change(owner);
    enrol(owner.client(), owner.claims());

    revert(house().client(), link(old));
    Password set = reset();

    assertThat(gatehouse()
            .signInWithPassword()
            .handle(house().client(), new Identifier.ByEmail(old), set, false))
        .isInstanceOf(SignIn.SecondFactorDue.class);
  }

  @Test
  @DisplayName(
      "[L45] recovery codes that were made since the change are worth nothing after it, and those of before are kept")
  void codes_that_were_made_since_are_worth_nothing() {
    for (boolean renewed : List.of(true, false)) {
      Seat seat = somebody();
      EmailAddress before = seat.person().account().email().orElseThrow();
      List<RecoveryCode> codes = enrol(seat.client(), seat.claims());
      later(Duration.ofMinutes(1));
      change(seat);
      if (renewed) {
        codes = gatehouse().renewRecoveryCodes().handle(seat.client(), seat.claims());
      }
      revert(house().client(), link(before));

      Password set = reset(before);
      SignIn.SecondFactorDue due = (SignIn.SecondFactorDue)
          gatehouse().signInWithPassword().handle(seat.client(), seat.person().name(), set, false);
      FactorCode code = FactorCode.recovery(codes.get(0).reveal());
      assertThat(Refusals.maybe(
              () -> gatehouse().completeSignIn().handle(seat.client(), due.ticket(), code)))
          .as("made since: %s", renewed)
          .matches(refused -> refused.isPresent() == renewed);
    }
  }

  @Test
  @DisplayName(
      "[L45] [L44] no password outlives it: neither what was set since the change nor what was set before, with a row and a mail; the owner sets one by the mailbox")
  void no_password_outlives_it() {
    Password before = House.newPassword();
    gatehouse()
        .changePassword()
        .handle(owner.client(), owner.claims(), owner.person().password(), before);
    EmailAddress wanted = change(owner);
    Password since = reset(wanted);
    Client anywhere = house().client();

    revert(anywhere, link(old));

    for (Password password : List.of(owner.person().password(), before, since)) {
      for (Identifier name : List.of(owner.person().name(), new Identifier.ByEmail(old))) {
        assertThat(Refusals.of(() -> enter(name, password)))
            .isEqualTo(new Refusal.CredentialsRejected());
      }
    }
    assertThat(engine().rows(EventType.PASSWORD_REMOVED)).singleElement().satisfies(row -> {
      assertThat(row.subject()).contains(owner.person().account().id());
      assertThat(row.origin().orElseThrow().address()).isEqualTo(anywhere.address());
    });
    assertThat(last(old, Mail.Kind.PASSWORD_REMOVED).values())
        .containsEntry("address", anywhere.address().value());
    assertThat(mails(wanted, Mail.Kind.PASSWORD_REMOVED)).isEmpty();

    Password set = reset(old);
    assertThat(enter(new Identifier.ByEmail(old), set)).isInstanceOf(SignIn.SignedIn.class);
    assertThat(enter(owner.person().name(), set)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName(
      "[L45] of an account that had none, the password that a thief has added goes; where there is none, no row and no mail says so")
  void a_password_that_was_added_goes() {
    for (boolean added : List.of(true, false)) {
      EmailAddress mailbox = Fixtures.email();
      Client client = house().client();
      AccessClaims session = house().claims(byLink(client, mailbox).tokens());
      EmailAddress thieves = Fixtures.email();
      gatehouse().askForEmailChange().handle(client, session, thieves);
      gatehouse().confirmEmailChange().handle(client, session, code(thieves));
      Password password = added ? reset(thieves) : House.newPassword();
      int rows = engine().rows(EventType.PASSWORD_REMOVED).size();

      revert(house().client(), link(mailbox));

      assertThat(Refusals.of(() -> enter(new Identifier.ByEmail(mailbox), password)))
          .isEqualTo(new Refusal.CredentialsRejected());
      assertThat(engine().rows(EventType.PASSWORD_REMOVED)).hasSize(rows + (added ? 1 : 0));
      assertThat(mails(mailbox, Mail.Kind.PASSWORD_REMOVED)).hasSize(added ? 1 : 0);
      byLink(house().client(), mailbox);
    }
  }

  @Test
  @DisplayName(
      "[L45] [L07] staff set a new password by the mailbox as well, and their second factor stays due")
  void staff_set_a_new_password_too() {
    Realm realm = house().staffRealm();
    House.Person staff = house().resident(AnAccount.in(realm.key()).roles(Role.VIEWER));
    EmailAddress mailbox = staff.account().email().orElseThrow();
    AccessClaims session = enrolled(realm, staff);
    EmailAddress thieves = Fixtures.email();
    gatehouse().askForEmailChange().handle(staff.client(), session, thieves);
    gatehouse().confirmEmailChange().handle(staff.client(), session, code(thieves));

    revert(house().clientOf(realm), link(mailbox));

    assertThat(Refusals.of(() -> gatehouse()
            .signInWithPassword()
            .handle(staff.client(), staff.name(), staff.password(), false)))
        .isEqualTo(new Refusal.CredentialsRejected());
    Password set = reset(house().clientOf(realm), mailbox);
    assertThat(gatehouse().signInWithPassword().handle(staff.client(), staff.name(), set, false))
        .isInstanceOf(SignIn.SecondFactorDue.class);
  }

  /** Signs in by a link that is mailed; who has no account gets one. */
  private SignIn.SignedIn byLink(Client client, EmailAddress at) {
    FlowHandle flow =
        gatehouse().askForMagicLink().handle(client, AskForMagicLink.Command.newcomer(at));
    SignInWithMagicLink.Proof link = new SignInWithMagicLink.Proof.Link(
        said(last(at, Mail.Kind.MAGIC_LINK), "token"), Optional.of(flow), true);
    return (SignIn.SignedIn) gatehouse()
        .signInWithMagicLink()
        .handle(client, new SignInWithMagicLink.Command(link, false, false))
        .signIn();
  }

  /** The session of staff who have just enrolled an authenticator. */
  private AccessClaims enrolled(Realm realm, House.Person staff) {
    SignIn.EnrolmentDue due = (SignIn.EnrolmentDue) gatehouse()
        .signInWithPassword()
        .handle(staff.client(), staff.name(), staff.password(), false);
    Enroller enroller = new Enroller.ByTicket(due.ticket());
    SetUpAuthenticator.Begun begun =
        gatehouse().setUpAuthenticator().handle(staff.client(), enroller);
    SecretText mailed = house().codeTo(staff.account().email().orElseThrow());
    SecretText code = new SecretText(Careful.shown(begun.secret(), now()));
    SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
        .enrolAuthenticator()
        .handle(staff.client(), enroller, new EnrolAuthenticator.Proof(code, Optional.of(mailed)))
        .signIn()
        .orElseThrow();
    return gatehouse().verifyAccessToken().handle(realm, in.tokens().access());
  }

  private SignIn enter(Identifier name, Password password) {
    return gatehouse().signInWithPassword().handle(house().client(), name, password, false);
  }

  /** Sets a new password by what is mailed to the address of before; that password. */
  private Password reset() {
    return reset(old);
  }

  private Password reset(EmailAddress at) {
    return reset(house().client(), at);
  }

  private Password reset(Client client, EmailAddress at) {
    gatehouse().forgotPassword().handle(client, at);
    Password set = House.newPassword();
    gatehouse()
        .resetPassword()
        .handle(
            client,
            new ResetPassword.Proof.Link(said(last(at, Mail.Kind.PASSWORD_RESET), "token")),
            set);
    return set;
  }

  private List<RecoveryCode> enrol(Client client, AccessClaims caller) {
    Enroller enroller = new Enroller.BySession(caller);
    SetUpAuthenticator.Begun begun = gatehouse().setUpAuthenticator().handle(client, enroller);
    SecretText code = new SecretText(Careful.shown(begun.secret(), now()));
    return gatehouse()
        .enrolAuthenticator()
        .handle(client, enroller, new EnrolAuthenticator.Proof(code, Optional.empty()))
        .codes();
  }

  // ---- helpers

  private void ask(Seat seat, EmailAddress wanted) {
    gatehouse().askForEmailChange().handle(seat.client(), seat.claims(), wanted);
  }

  private Optional<Refusal> asked(Seat seat, EmailAddress wanted) {
    return Refusals.maybe(() -> ask(seat, wanted));
  }

  private EmailAddress confirm(Seat seat, SecretText code) {
    return gatehouse().confirmEmailChange().handle(seat.client(), seat.claims(), code);
  }

  private Refusal confirmed(Seat seat, SecretText code) {
    return Refusals.maybe(() -> confirm(seat, code)).orElse(GONE);
  }

  /** Gives the account an address that nobody had; that address. */
  private EmailAddress change(Seat seat) {
    EmailAddress wanted = Fixtures.email();
    ask(seat, wanted);
    return confirm(seat, code(wanted));
  }

  private SecretText code(EmailAddress at) {
    return said(last(at, Mail.Kind.EMAIL_CHANGE_CODE), "code");
  }

  /** The last link by which that address may be brought back. */
  private SecretText link(EmailAddress at) {
    return mails(at, Mail.Kind.EMAIL_CHANGED_OLD).stream()
        .filter(mail -> mail.values().containsKey("token"))
        .reduce((earlier, later) -> later)
        .map(mail -> said(mail, "token"))
        .orElseThrow();
  }

  private int revert(Client client, SecretText token) {
    return gatehouse().revertEmail().handle(client, token);
  }

  private Refusal refusedRevert(SecretText token) {
    return Refusals.of(() -> revert(house().client(), token));
  }

  private static SecretText said(Mail mail, String name) {
    return Optional.ofNullable(mail.values().get(name)).map(SecretText::new).orElseThrow();
  }

  private Mail last(EmailAddress at, Mail.Kind kind) {
    List<Mail> mails = mails(at, kind);
    return mails.get(mails.size() - 1);
  }

  private List<Mail> mails(EmailAddress at, Mail.Kind kind) {
    return house().mailsTo(at).stream().filter(mail -> mail.kind() == kind).toList();
  }
}
