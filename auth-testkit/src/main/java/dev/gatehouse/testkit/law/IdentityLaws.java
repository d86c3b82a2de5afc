package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who comes in by what a provider vouches for, and what he may do with it. */
public abstract class IdentityLaws extends Laws {
  private static final ProviderKey ELSEWHERE = new ProviderKey("elsewhere");
  private static final ProviderKey OPENID = new ProviderKey("messenger-openid");

  // ---- who somebody is

  @Test
  @DisplayName(
      "[L06] whoever is new gets an account with no address, and whoever comes again comes to the same")
  void whoever_comes_again_comes_to_the_same() {
    Vouched ada = Vouched.of(house());

    Entered first = ada.enter();
    Entered again = ada.enter();

    assertThat(first.newcomer()).isTrue();
    assertThat(again.newcomer()).isFalse();
    Account account = signedIn(first).account();
    assertThat(signedIn(again).account().id()).isEqualTo(account.id());
    Account kept = stored(account);
    assertThat(kept.email()).isEmpty();
    assertThat(kept.username()).isEmpty();
    assertThat(kept.profile().displayName()).contains("Ada Lovelace");
    assertThat(kept.consents().termsAcceptedAt()).isPresent();
    assertThat(entry(account).password()).isEmpty();
    assertThat(claims(first).amr()).containsExactly("fed");
    assertThat(claims(first).acr()).isEqualTo(Acr.AAL1);
  }

  @TestFactory
  @DisplayName(
      "[L05] whatever a provider shows of somebody, it attaches him to no account that is there, and tells nothing of it")
  Stream<DynamicTest> nothing_that_is_shown_attaches() {
    return Stream.of("the address", "the username", "the display name", "the identity elsewhere")
        .flatMap(what -> Stream.of(true, false)
            .map(shown -> DynamicTest.dynamicTest(
                "[L05] " + what + " as a " + (shown ? "display name" : "username"),
                () -> assertAttachesNothing(what, shown))));
  }

  /** Comes in, is linked and is asked after as somebody who is called like the owner of an account. */
  private void assertAttachesNothing(String what, boolean shown) {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    Account before = named(owner, "Grace " + Fixtures.unique().substring(0, 8));
    Vouched own = Vouched.of(house(), ELSEWHERE);
    own.link(owner.client(), house().claims(house().signIn(owner).tokens()));
    String text = switch (what) {
      case "the address" -> before.email().orElseThrow().value();
      case "the username" -> owner.username().value();
      case "the display name" -> before.profile().displayName().orElseThrow();
      default -> own.person().identity().subject();
    };
    ProviderProfile profile = shown
        ? new ProviderProfile(Optional.of(text), Optional.empty(), Optional.empty())
        : new ProviderProfile(Optional.empty(), Optional.of(text), Optional.empty());
    int mails = house().mailsTo(before.email().orElseThrow()).size();
    long rows = rowsAbout(before.id());

    Vouched stranger = Vouched.of(house()).shown(profile);
    assertThat(Refusals.of(() -> gatehouse()
            .signInWithIdentity()
            .handle(house().client(), stranger.proof(), Arrival.PLAIN)))
        .as("a newcomer like any other")
        .isEqualTo(new Refusal.TermsNotAccepted());
    assertThat(gatehouse()
            .findByIdentity()
            .handle(house().realm(), stranger.person().identity()))
        .isEmpty();
    Entered entered = stranger.enter();

    assertThat(entered.newcomer()).isTrue();
    Account account = stored(signedIn(entered).account());
    assertThat(account.id()).isNotEqualTo(before.id());
    assertThat(account.email()).isEmpty();
    assertThat(account.username()).isEmpty();
    assertThat(linked(before))
        .singleElement()
        .satisfies(link -> assertThat(link.identity()).isEqualTo(own.person().identity()));
    assertThat(house().mailsTo(before.email().orElseThrow())).hasSize(mails);
    assertThat(rowsAbout(before.id())).isEqualTo(rows);
    assertThat(signedIn(own.enter()).account().id()).isEqualTo(before.id());
  }

  private Account named(House.Person person, String name) {
    engine().store().atomically(unit -> {
      Account account = unit.accounts().lock(person.account().id()).orElseThrow();
      Profile profile = account.profile();
      unit.accounts()
          .setProfile(
              account.id(), new Profile(Optional.of(name), profile.locale(), profile.timezone()));
      return true;
    });
    return stored(person.account());
  }

  private long rowsAbout(AccountId account) {
    return engine().rows().stream()
        .filter(row -> row.subject().equals(Optional.of(account)))
        .count();
  }

  @Test
  @DisplayName(
      "[L06] equal subjects of two providers are two people, and of two realms two accounts")
  void equal_subjects_are_not_one_person() {
    Vouched ada = Vouched.of(house());
    Vouched namesake = new Vouched(
        house(),
        ProvenIdentity.of(
            new Identity(ELSEWHERE, ada.person().identity().subject()), ProviderProfile.EMPTY));

    Account one = ada.signIn().account();
    Account two = namesake.signIn().account();
    Account three = signedIn(ada.enter(house().clientOf(house().otherRealm()))).account();

    assertThat(List.of(one.id(), two.id(), three.id())).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName(
      "[L06] the two names that one provider has for somebody are joined, and lead to one account")
  void two_names_are_joined() {
    Vouched ada = Vouched.of(house());
    Identity sub = new Identity(OPENID, Fixtures.unique());
    Account account = ada.signIn().account();

    assertThat(ada.alsoCalled(sub).enter().newcomer()).isFalse();
    assertThat(ada.alsoCalled(sub).enter().newcomer()).isFalse();
    assertThat(engine().rows(EventType.IDENTITY_JOINED))
        .as("it is on record, once")
        .singleElement()
        .satisfies(row -> {
          assertThat(row.subject()).contains(account.id());
          assertThat(row.actor()).isEqualTo(Actor.owner(account.id()));
          assertThat(row.reason()).isEqualTo(OPENID.value());
        });

    Vouched bySub = new Vouched(house(), ProvenIdentity.of(sub, ProviderProfile.EMPTY));
    Entered entered = bySub.enter();
    assertThat(entered.newcomer()).isFalse();
    assertThat(signedIn(entered).account().id()).isEqualTo(account.id());
    assertThat(linked(account)).singleElement().satisfies(link -> {
      assertThat(link.identity()).isEqualTo(ada.person().identity());
      assertThat(link.joined()).containsExactly(sub);
    });
  }

  @Test
  @DisplayName(
      "[L06] who shares another's second name at a provider, and has a first one of his own, never comes to that account")
  void a_second_name_is_no_way_into_another_s_account() {
    Identity sub = new Identity(OPENID, Fixtures.unique());
    House.Person person = house().person();
    Vouched ada = Vouched.linkedTo(person, house()).alsoCalled(sub);
    ada.enter();
    Vouched bob = Vouched.of(house()).alsoCalled(sub);
    House shut = house().with(house().realm().with(RegistrationMode.CLOSED));

    assertThat(Refusals.of(() -> bob.in(shut).enter()))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    assertThat(Refusals.of(() -> bob.link(person.client(), claims(person))))
        .as("and is not taken for linked to it")
        .isEqualTo(new Refusal.IdentityTaken());
    Entered entered = bob.enter();
    assertThat(entered.newcomer()).isTrue();
    assertThat(signedIn(entered).account().id()).isNotEqualTo(person.account().id());
    assertThat(bob.enter().newcomer()).isFalse();
    assertThat(signedIn(ada.enter()).account().id()).isEqualTo(person.account().id());
  }

  @Test
  @DisplayName("[L06] what a provider shows is kept anew at each sign-in, and is no key")
  void what_is_shown_is_no_key() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    ProviderProfile other =
        new ProviderProfile(Optional.of("Countess"), Optional.empty(), Optional.empty());

    assertThat(ada.shown(other).signIn().account().id()).isEqualTo(account.id());
    assertThat(linked(account))
        .singleElement()
        .satisfies(link -> assertThat(link.profile()).isEqualTo(other));
    assertThat(stored(account).profile().displayName())
        .as("what the owner is called here is the owner's to say")
        .contains("Ada Lovelace");
    Vouched likeAda = Vouched.of(house());
    assertThat(likeAda.enter().newcomer()).as("same names, another subject").isTrue();
  }

  @Test
  @DisplayName(
      "[L06] of racing newcomers with one identity one makes the account, and all come to it")
  void racing_newcomers_come_to_one_account() {
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());

      List<Entered> all = Race.of(Race.RACERS, n -> ada.enter());

      assertThat(all).filteredOn(Entered::newcomer).hasSize(1);
      assertThat(all.stream().map(e -> signedIn(e).account().id()).distinct()).hasSize(1);
    });
  }

  // ---- proofs

  @Test
  @DisplayName(
      "[L12] a proof is accepted once: not again, nor by another node, in another realm, for another person or another use")
  void a_proof_is_accepted_once() {
    Vouched ada = Vouched.of(house());
    Proof proof = ada.proof();
    House node = house().node(engine());
    House.Person person = house().person();
    AccessClaims caller = claims(person);
    assertThat(come(house(), proof).newcomer()).isTrue();

    assertRejected(() -> come(house(), proof));
    assertRejected(() -> come(node, proof));
    assertRejected(() -> gatehouse()
        .signInWithIdentity()
        .handle(house().clientOf(house().otherRealm()), proof, Arrival.NEWCOMER));
    Proof forOther =
        new Proof(Vouched.of(house()).person(), proof.digest(), proof.signedAt(), proof.until());
    assertRejected(() -> come(house(), forOther));
    assertRejected(() -> gatehouse().linkIdentity().handle(person.client(), caller, forOther));
    assertThat(rejections("PROOF_REUSED")).isGreaterThanOrEqualTo(4);
  }

  @Test
  @DisplayName("[L12] of racing callers with one proof exactly one is accepted, on two nodes")
  void of_racing_callers_one_is_accepted() {
    House node = house().node(engine());
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());
      boolean known = round % 2 == 0;
      if (known) {
        ada.enter();
      }
      Proof proof = ada.proof();

      List<Optional<Refusal>> answers =
          Race.of(Race.RACERS, n -> Refusals.maybe(() -> come(n % 2 == 0 ? house() : node, proof)));

      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
      assertThat(answers.stream().flatMap(Optional::stream))
          .containsOnly(new Refusal.IdentityRejected());
    });
  }

  @Test
  @DisplayName("[L12] a proof that is too old by now is refused")
  void a_stale_proof_is_refused() {
    Vouched ada = Vouched.of(house());
    Proof proof = ada.proof();
    later(Vouched.FRESH);

    assertRejected(() -> come(house(), proof));
    assertThat(rejections("PROOF_STALE")).isEqualTo(1);
  }

  @Test
  @DisplayName("[L44] a proof that is no good is on record about the account that it names")
  void a_proof_that_is_no_good_is_on_record() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    Proof used = ada.proof();
    come(house(), used);
    assertRejected(() -> come(house(), used));
    Proof old = ada.proof();
    later(Vouched.FRESH);
    assertRejected(() -> come(house(), old));

    assertThat(engine().rows(EventType.IDENTITY_FAILED))
        .allSatisfy(row -> assertThat(row.subject()).contains(account.id()))
        .extracting(Event::reason)
        .containsExactly("PROOF_REUSED", "PROOF_STALE");
  }

  @Test
  @DisplayName(
      "[L33] who has no proof that is good learns from no refusal whether there is an account")
  void a_proof_that_is_no_good_tells_nothing() {
    House shut = house().with(house().realm().with(RegistrationMode.CLOSED));
    Vouched known = Vouched.of(house());
    known.enter();
    for (Vouched ada : List.of(known, Vouched.of(house()))) {
      Proof used = ada.proof();
      gatehouse()
          .signInWithIdentity()
          .handle(house().clientOf(house().otherRealm()), used, Arrival.NEWCOMER);
      Proof old = ada.proof();

      assertRejected(() -> come(shut, used));
      assertRejected(
          () -> gatehouse().signInWithIdentity().handle(house().client(), used, Arrival.PLAIN));
      later(Vouched.FRESH);
      assertRejected(() -> come(shut, old));
      assertRejected(
          () -> gatehouse().signInWithIdentity().handle(house().client(), old, Arrival.PLAIN));
    }
  }

  @Test
  @DisplayName("[L12] a proof is remembered until it would be too old, through every clearing")
  void a_proof_is_remembered_long_enough() {
    Proof proof = Vouched.of(house()).proof();
    come(house(), proof);
    later(Vouched.FRESH.minusMillis(1));
    house().run("purge");

    assertRejected(() -> come(house(), proof));
  }

  // ---- registration

  @Test
  @DisplayName(
      "[L04] nobody gets an account where the realm takes none, and who has one comes in; the proof is not used up")
  void registration_may_be_shut() {
    Vouched known = Vouched.of(house());
    known.enter();
    for (RegistrationMode mode : List.of(RegistrationMode.CLOSED, RegistrationMode.INVITE_ONLY)) {
      House shut = house().with(house().realm().with(mode));
      Vouched ada = Vouched.of(shut);
      Proof proof = ada.proof();

      assertThat(Refusals.of(() -> come(shut, proof)))
          .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
      assertThat(known.in(shut).enter().newcomer()).isFalse();
      assertThat(come(house(), proof).newcomer()).as("good where it is open").isTrue();
    }
  }

  @Test
  @DisplayName(
      "[L12] who has not accepted the terms gets no account, and may come again with the same proof")
  void terms_have_to_be_accepted() {
    Vouched ada = Vouched.of(house());
    Proof proof = ada.proof();

    assertThat(Refusals.of(
            () -> gatehouse().signInWithIdentity().handle(house().client(), proof, Arrival.PLAIN)))
        .isEqualTo(new Refusal.TermsNotAccepted());
    assertThat(come(house(), proof).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L07] staff come in by no provider unless the realm says so, and then a second factor is due all the same")
  void staff_come_in_by_no_provider() {
    Realm staff = house().staffRealm();
    Vouched ada = Vouched.of(house());
    assertThat(Refusals.of(() -> ada.enter(house().clientOf(staff))))
        .isEqualTo(new Refusal.ProvidersShut());
    AccountPolicy usual = AccountPolicy.DEFAULT;
    House opened = house()
        .with(Realm.staff(Fixtures.realm().value(), "https://more-staff.example.com")
            .with(RegistrationMode.OPEN)
            .with(
                new AccountPolicy(usual.grace(), usual.invitations(), usual.termsVersion(), true)));

    assertThat(Refusals.of(() -> ada.in(opened).enter()))
        .as("and nobody becomes one of staff by it, however open the realm is")
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    Account one =
        opened.resident(AnAccount.in(opened.realm().key()).roles(Role.VIEWER)).account();
    link(one, ada);
    assertThat(ada.in(opened).enter().signIn()).isInstanceOf(SignIn.EnrolmentDue.class);
  }

  /** However it came about. */
  private void link(Account account, Vouched person) {
    engine().store().atomically(unit -> {
      unit.accounts().lock(account.id());
      return unit.identities()
          .link(LinkedIdentity.of(account.id(), account.realm(), person.person(), now()));
    });
  }

  // ---- what is due besides

  @Test
  @DisplayName(
      "[L07] an enrolled second factor is due whatever a provider says, and then it is two")
  void an_enrolled_factor_is_due() {
    House.Person person = house().person();
    Vouched ada = Vouched.linkedTo(person, house());
    Careful careful = Careful.of(house(), person);

    SignIn answer = ada.enter(person.client()).signIn();

    assertThat(answer).isInstanceOf(SignIn.SecondFactorDue.class);
    SecretText ticket = ((SignIn.SecondFactorDue) answer).ticket();
    AccessClaims claims =
        house().claims(careful.complete(ticket, careful.code()).tokens());
    assertThat(claims.acr()).isEqualTo(Acr.AAL2);
    assertThat(claims.amr()).containsExactly("fed", "otp", "mfa");
  }

  @TestFactory
  @DisplayName("[L08] nobody whose account is not active comes in by a provider")
  Stream<DynamicTest> not_when_the_account_is_not_active() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          Vouched ada = Vouched.of(house());
          Account account = ada.signIn().account();
          int before = sessions(account);
          set(account, status);

          assertThat(Refusals.of(ada::enter)).isEqualTo(new Refusal.CredentialsRejected());
          assertThat(sessions(account)).isEqualTo(before);
        }));
  }

  @Test
  @DisplayName("[L08] whose account leaves gets a ticket to keep it, and no session")
  void whose_account_leaves_gets_a_ticket() {
    Vouched ada = Vouched.of(house());
    SignIn.SignedIn in = ada.signIn();
    gatehouse().deleteAccount().handle(house().client(), house().claims(in.tokens()));

    assertThat(ada.enter().signIn()).isInstanceOf(SignIn.Leaving.class);
  }

  @Test
  @DisplayName(
      "[L46] an identity goes with the account that is erased, and may come again as somebody new")
  void an_identity_goes_with_its_account() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    gatehouse()
        .removeAccount()
        .handle(
            new Act(Actor.operator("test"), account.realm(), account.id(), "a test"),
            Duration.ZERO);

    assertThat(linked(account)).isEmpty();
    Entered again = ada.enter();
    assertThat(again.newcomer()).isTrue();
    assertThat(signedIn(again).account().id()).isNotEqualTo(account.id());
  }

  // ---- linking

  @Test
  @DisplayName("[L45] whoever links an identity comes in by it, and the owner is told")
  void whoever_links_comes_in_by_it() {
    Registrant owner = Registrant.of(house());
    SignIn.SignedIn in = owner.verify(owner.code());
    EmailAddress email = owner.email();
    Vouched ada = Vouched.of(house());

    ada.link(owner.client(), house().claims(in.tokens()));

    assertThat(signedIn(ada.enter()).account().id()).isEqualTo(in.account().id());
    assertThat(told(email, Mail.Kind.IDENTITY_LINKED).values())
        .containsEntry("provider", "messenger");
    gatehouse()
        .unlinkIdentity()
        .handle(owner.client(), house().claims(in.tokens()), Vouched.PROVIDER);
    assertThat(told(email, Mail.Kind.IDENTITY_UNLINKED).values())
        .containsEntry("provider", "messenger");
    assertThat(gatehouse().listIdentities().handle(house().claims(in.tokens()))).isEmpty();
    assertThat(ada.enter().newcomer()).as("nobody's any more").isTrue();
  }

  private Mail told(EmailAddress email, Mail.Kind kind) {
    return house().mailsTo(email).stream()
        .filter(mail -> mail.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName(
      "[L06] an identity that is another account's is not linked, nor a second one of a provider; the same again is no error")
  void what_is_another_s_is_not_linked() {
    Vouched ada = Vouched.of(house());
    Account adas = ada.signIn().account();
    House.Person person = house().person();
    AccessClaims caller = claims(person);

    assertThat(Refusals.of(() -> ada.link(person.client(), caller)))
        .isEqualTo(new Refusal.IdentityTaken());
    assertThat(linked(adas)).hasSize(1);
    assertThat(linked(person.account())).isEmpty();

    Vouched own = Vouched.of(house());
    own.link(person.client(), caller);
    own.link(person.client(), caller);
    assertThat(Refusals.of(() -> Vouched.of(house()).link(person.client(), caller)))
        .isEqualTo(new Refusal.IdentityTaken());
    Vouched.of(house(), ELSEWHERE).link(person.client(), caller);
    assertThat(linked(person.account())).hasSize(2);
    assertThat(engine().rows(EventType.IDENTITY_LINK_FAILED))
        .extracting(Event::reason)
        .containsOnly("IDENTITY_TAKEN");
  }

  @Test
  @DisplayName("[L06] of racing accounts that link one identity one gets it")
  void of_racing_accounts_one_gets_it() {
    House.Person one = house().person();
    House.Person two = house().person();
    AccessClaims ones = claims(one);
    AccessClaims twos = claims(two);
    for (int round = 0; round < 10; round++) {
      Vouched ada = Vouched.of(house(), new ProviderKey("p" + round));

      List<Optional<Refusal>> answers = Race.between(
          () -> Refusals.maybe(() -> ada.link(one.client(), ones)),
          () -> Refusals.maybe(() -> ada.link(two.client(), twos)));

      assertThat(answers)
          .containsExactlyInAnyOrder(Optional.empty(), Optional.of(new Refusal.IdentityTaken()));
    }
  }

  @Test
  @DisplayName(
      "[L10] linking and unlinking are for who was recognised lately; coming in anew is enough, by a provider too")
  void linking_needs_a_step_up() {
    Vouched ada = Vouched.of(house());
    Client client = house().client();
    AccessClaims stale = house().claims(ada.signIn().tokens());
    Vouched other = Vouched.of(house(), ELSEWHERE);
    later(Duration.ofMinutes(11));

    assertThat(Refusals.of(() -> other.link(client, stale)))
        .isInstanceOf(Refusal.StepUpRequired.class);
    assertThat(
            Refusals.of(() -> gatehouse().unlinkIdentity().handle(client, stale, Vouched.PROVIDER)))
        .isInstanceOf(Refusal.StepUpRequired.class);

    AccessClaims fresh = house().claims(ada.signIn().tokens());
    other.link(client, fresh);
    gatehouse().unlinkIdentity().handle(client, fresh, Vouched.PROVIDER);
    assertThat(gatehouse().listIdentities().handle(fresh))
        .extracting(link -> link.identity().provider())
        .containsExactly(ELSEWHERE);
  }

  // ---- the last way in

  @Test
  @DisplayName(
      "[L06] the last way in is not unlinked: a password, an address or another identity has to be there")
  void the_last_way_in_stays() {
    Vouched ada = Vouched.of(house());
    AccessClaims caller = house().claims(ada.signIn().tokens());
    Client client = house().client();
    assertThat(Refusals.of(
            () -> gatehouse().unlinkIdentity().handle(client, caller, Vouched.PROVIDER)))
        .isEqualTo(new Refusal.LastWayIn());
    assertThat(Refusals.of(() -> gatehouse().unlinkIdentity().handle(client, caller, ELSEWHERE)))
        .isEqualTo(new Refusal.NotFound());
    assertThat(ada.enter().newcomer()).isFalse();

    House.Person withPassword = house().person();
    Vouched.linkedTo(withPassword, house());
    gatehouse()
        .unlinkIdentity()
        .handle(withPassword.client(), claims(withPassword), Vouched.PROVIDER);
    assertThat(linked(withPassword.account())).isEmpty();
  }

  @Test
  @DisplayName("[L06] a password with nothing to ask for it by is no way in")
  void a_password_alone_is_no_way_in() {
    Vouched ada = Vouched.of(house());
    SignIn.SignedIn in = ada.signIn();
    PasswordHash hash = hasher().hash(House.newPassword());
    engine().store().atomically(unit -> {
      unit.accounts().lock(in.account().id());
      unit.accounts().setPassword(in.account().id(), hash, now());
      return true;
    });

    assertThat(Refusals.of(() -> gatehouse()
            .unlinkIdentity()
            .handle(house().client(), house().claims(in.tokens()), Vouched.PROVIDER)))
        .isEqualTo(new Refusal.LastWayIn());
    assertThat(ada.enter().newcomer()).isFalse();
  }

  @Test
  @DisplayName(
      "[L06] of two identities that are the only ways in and are unlinked at once one stays")
  void of_two_unlinked_at_once_one_stays() {
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());
      AccessClaims caller = house().claims(ada.signIn().tokens());
      Client client = house().client();
      Vouched.of(house(), ELSEWHERE).link(client, caller);

      List<Optional<Refusal>> answers = Race.between(
          () -> Refusals.maybe(
              () -> gatehouse().unlinkIdentity().handle(client, caller, Vouched.PROVIDER)),
          () ->
              Refusals.maybe(() -> gatehouse().unlinkIdentity().handle(client, caller, ELSEWHERE)));

      assertThat(answers)
          .containsExactlyInAnyOrder(Optional.empty(), Optional.of(new Refusal.LastWayIn()));
    });
  }

  @Test
  @DisplayName(
      "[L23] a sign-in that waits for its second factor does not outlive the identity it came by")
  void what_waits_does_not_outlive_the_identity() {
    House.Person person = house().person();
    Vouched ada = Vouched.linkedTo(person, house());
    Careful careful = Careful.of(house(), person);
    SecretText ticket = ((SignIn.SecondFactorDue) ada.enter(person.client()).signIn()).ticket();
    AccessClaims owner =
        house().claims(careful.complete(careful.ticket(), careful.code()).tokens());

    gatehouse().unlinkIdentity().handle(person.client(), owner, Vouched.PROVIDER);

    assertThat(Refusals.of(() -> careful.complete(ticket, careful.nextCode())))
        .isEqualTo(new Refusal.CodeRejected(0));
  }

  @Test
  @DisplayName(
      "[L23] a sign-in that began before signing out everywhere, unlinking or linking ends in no session, and makes no account")
  void what_began_before_a_change_is_refused() {
    Vouched ada = Vouched.of(house());
    SignIn.SignedIn in = ada.signIn();
    AccessClaims caller = house().claims(in.tokens());
    assertTooLate(
        ada, () -> gatehouse().signOutEverywhere().handle(house().client(), caller, false));
    assertThat(live(in.account())).isEmpty();

    House.Person person = house().person();
    Vouched linked = Vouched.linkedTo(person, house());
    AccessClaims owner = claims(person);
    int before = live(person.account()).size();
    assertTooLate(
        linked,
        () -> gatehouse().unlinkIdentity().handle(person.client(), owner, Vouched.PROVIDER));
    assertThat(
            engine().identities().owner(house().realm().key(), linked.person().all()))
        .isEmpty();

    assertTooLate(linked, () -> {
      linked.link(person.client(), owner);
      gatehouse().signOutEverywhere().handle(person.client(), owner, true);
    });
    assertThat(live(person.account())).as("the one that was kept").hasSize(1);
    assertThat(before).isGreaterThan(1);
  }

  @Test
  @DisplayName(
      "[L23] a proof that was signed before signing out everywhere, or another change, is worth nothing after it, used or not")
  void a_proof_of_before_a_change_is_worth_nothing() {
    Vouched ada = Vouched.of(house());
    SignIn.SignedIn in = ada.signIn();
    Account account = in.account();
    Client client = house().client();
    List<Runnable> changes = List.of(
        () -> gatehouse()
            .signOutEverywhere()
            .handle(client, house().claims(ada.signIn().tokens()), false),
        () -> set(account, AccountStatus.LOCKED),
        () -> set(account, AccountStatus.ACTIVE));
    for (Runnable change : changes) {
      Proof stolen = ada.proof();
      later(Duration.ofSeconds(1));
      change.run();
      if (stored(account).active()) {
        assertRejected(() -> come(house(), stolen));
        assertThat(engine().rows(EventType.IDENTITY_FAILED)).last().satisfies(row -> {
          assertThat(row.reason()).isEqualTo("PROOF_OUTLIVED");
          assertThat(row.subject()).contains(account.id());
        });
        assertRejected(() -> come(house(), stolen));
        assertThat(ada.enter().newcomer()).as("a new one is good at once").isFalse();
      }
      later(Duration.ofSeconds(1));
    }
  }

  @Test
  @DisplayName(
      "[L23] seconds are all that a provider says: one of the second of the change is good, one of the second before is not")
  void a_proof_of_the_second_of_a_change_is_good() {
    Vouched ada = Vouched.of(house());
    AccessClaims caller = house().claims(ada.signIn().tokens());
    clock().set(now().truncatedTo(ChronoUnit.SECONDS).plusMillis(60_999));
    Proof before = ada.proof();
    later(Duration.ofMillis(1));
    Proof same = ada.proof();
    later(Duration.ofMillis(998));
    gatehouse().signOutEverywhere().handle(house().client(), caller, false);

    assertRejected(() -> come(house(), before));
    assertThat(come(house(), same).newcomer()).isFalse();
  }

  private void assertTooLate(Vouched ada, Runnable change) {
    engine().beforeCounting(change);
    assertThat(Refusals.of(ada::enter)).isEqualTo(new Refusal.CredentialsRejected());
    assertThat(engine().rows(EventType.IDENTITY_FAILED))
        .last()
        .satisfies(row -> assertThat(row.reason()).isEqualTo("ACCOUNT_CHANGED"));
  }

  @Test
  @DisplayName("[L06] who is new, and finds the account just made, comes to it")
  void who_finds_the_account_just_made_comes_to_it() {
    Vouched ada = Vouched.of(house());
    engine().beforeCounting(ada::enter);

    assertThat(ada.enter().newcomer()).isFalse();
  }

  @Test
  @DisplayName("[L23] nothing is linked by a session that was ended since it asked")
  void linking_does_not_outlive_the_session() {
    House.Person person = house().person();
    AccessClaims caller = claims(person);
    Vouched ada = Vouched.of(house());
    engine()
        .beforeCounting(
            () -> gatehouse().signOutEverywhere().handle(person.client(), caller, false));

    assertThat(Refusals.of(() -> ada.link(person.client(), caller)))
        .isEqualTo(new Refusal.TokenRejected());
    assertThat(linked(person.account())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L23] of sign-ins racing with signing out everywhere those live that came after it, and no other")
  void of_sign_ins_racing_with_signing_out_everywhere_the_later_live() {
    House node = house().node(engine());
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());
      SignIn.SignedIn in = ada.signIn();
      AccessClaims caller = house().claims(in.tokens());

      Race.of(
          Race.RACERS,
          n -> Refusals.maybe(() -> {
            if (n == 0) {
              gatehouse().signOutEverywhere().handle(house().client(), caller, false);
            } else {
              ada.in(n % 2 == 0 ? house() : node).enter();
            }
          }));

      List<Event> newestFirst =
          engine().history().of(in.account().id(), OptionalLong.empty(), 200).stream()
              .map(History.Row::event)
              .toList();
      List<SessionId> after = newestFirst.stream()
          .takeWhile(event -> event.type() != EventType.SIGNED_OUT_EVERYWHERE)
          .filter(event -> event.type() == EventType.SIGNED_IN)
          .flatMap(event -> event.session().stream())
          .toList();
      assertThat(newestFirst).extracting(Event::type).contains(EventType.SIGNED_OUT_EVERYWHERE);
      assertThat(live(in.account()))
          .extracting(Session::id)
          .containsExactlyInAnyOrderElementsOf(after);
    });
  }

  @Test
  @DisplayName(
      "[L23] of sign-ins racing with unlinking none that still waits for its second factor comes to anything, and none makes an account")
  void of_sign_ins_racing_with_unlinking_none_comes_after() {
    House node = house().node(engine());
    Race.rounds(10, round -> {
      House.Person person = house().person();
      Vouched ada = Vouched.linkedTo(person, house());
      Careful careful = Careful.of(house(), person);
      List<SecretText> tickets = new CopyOnWriteArrayList<>();

      List<Optional<Refusal>> answers = Race.of(
          Race.RACERS,
          n -> Refusals.maybe(() -> {
            if (n == 0) {
              gatehouse()
                  .unlinkIdentity()
                  .handle(person.client(), careful.claims(), Vouched.PROVIDER);
            } else {
              SignIn answer = (n % 2 == 0 ? house() : node)
                  .gatehouse()
                  .signInWithIdentity()
                  .handle(house().client(), ada.proof(), Arrival.PLAIN)
                  .signIn();
              tickets.add(((SignIn.SecondFactorDue) answer).ticket());
            }
          }));

      assertThat(answers.get(0)).isEmpty();
      assertThat(answers.stream().flatMap(Optional::stream))
          .isSubsetOf(new Refusal.CredentialsRejected(), new Refusal.TermsNotAccepted());
      tickets.forEach(ticket -> assertThat(
              Refusals.of(() -> careful.complete(ticket, careful.recovery(0))))
          .isEqualTo(new Refusal.CodeRejected(0)));
      assertThat(linked(person.account())).isEmpty();
    });
  }

  @Test
  @DisplayName(
      "[L06] of who links an identity and who comes by it for the first time at once one has it, and the other learns so")
  void of_linking_and_coming_for_the_first_time_one_has_it() {
    House node = house().node(engine());
    Race.rounds(round -> {
      House.Person person = house().person();
      AccessClaims caller = claims(person);
      Vouched ada = Vouched.of(house());
      List<Entered> entered = new CopyOnWriteArrayList<>();

      List<Optional<Refusal>> answers = Race.between(
          () -> Refusals.maybe(() -> ada.link(person.client(), caller)),
          () -> Refusals.maybe(() -> entered.add(ada.in(node).enter())));

      boolean linked = answers.get(0).isEmpty();
      assertThat(answers.get(0))
          .isEqualTo(linked ? Optional.empty() : Optional.of(new Refusal.IdentityTaken()));
      assertThat(answers.get(1)).isEmpty();
      AccountId owner = engine()
          .identities()
          .owner(house().realm().key(), ada.person().all())
          .orElseThrow()
          .account();
      assertThat(owner.equals(person.account().id())).isEqualTo(linked);
      assertThat(entered.get(0).newcomer()).isEqualTo(!linked);
      assertThat(signedIn(entered.get(0)).account().id()).isEqualTo(owner);
    });
  }

  // ---- how often, and what is on record

  @Test
  @DisplayName(
      "[L30] [L31] one proof that is shown over and over keeps nobody out: neither its network nor its person, and leaves few rows")
  void a_proof_shown_over_and_over_keeps_nobody_out() {
    Vouched ada = Vouched.of(house());
    Client network = house().client("203.0.113.7");
    Proof used = ada.proof();
    enter(network, used);
    Optional<Refusal> refused = Optional.of(new Refusal.IdentityRejected());
    int shown = 0;
    while (refused.equals(Optional.of(new Refusal.IdentityRejected())) && shown < 500) {
      refused = Refusals.maybe(() -> enter(network, used));
      shown++;
    }

    assertThat(refused).containsInstanceOf(Refusal.Throttled.class);
    assertThat(shown).isBetween(100, 150);
    assertThat(rejections("PROOF_REUSED")).isEqualTo(shown - 1);
    int units = engine().units();
    Refusals.of(() -> enter(network, used));
    assertThat(engine().units()).as("and begins no unit any more").isEqualTo(units);
    assertThat(signedIn(ada.enter(network)).account().id())
        .isEqualTo(signedIn(ada.enter()).account().id());
    assertThat(Vouched.of(house()).enter(house().client("203.0.113.99")).newcomer())
        .as("nor who is new in the same network")
        .isTrue();
  }

  @Test
  @DisplayName("[L30] however many people come in from one network, nobody is kept from it")
  void a_network_of_many_people_keeps_nobody_out() {
    for (int n = 0; n < 150; n++) {
      assertThat(Vouched.of(house()).enter(house().client("203.0.113.8")).newcomer())
          .isTrue();
    }
  }

  @Test
  @DisplayName(
      "[L30] [L31] one person comes in so often in an hour, from wherever, and beyond that by a device that is known to the account")
  void a_person_is_throttled_but_for_known_devices() {
    Vouched crowd = Vouched.of(house());
    Client home = house().client("203.0.113.9");
    SignIn.SignedIn in = signedIn(crowd.enter(home));
    Optional<Refusal> refused = Optional.empty();
    int granted = 0;
    while (refused.isEmpty() && granted < 500) {
      refused = Refusals.maybe(crowd::enter);
      granted++;
    }

    assertThat(refused).containsInstanceOf(Refusal.Throttled.class);
    assertThat(granted).isBetween(50, 65);
    assertThat(Refusals.of(() -> crowd.enter(home))).isInstanceOf(Refusal.Throttled.class);
    assertThat(crowd.enter(home.with(in.mark())).newcomer()).isFalse();
    Vouched ada = Vouched.of(house());
    SignIn.SignedIn other = signedIn(ada.enter(home));
    assertThat(Refusals.of(() -> crowd.enter(home.with(other.mark()))))
        .as("the mark of one account gives nothing on another")
        .isInstanceOf(Refusal.Throttled.class);
    int devices = 0;
    while (Refusals.maybe(() -> crowd.enter(home.with(in.mark()))).isEmpty() && devices < 100) {
      devices++;
    }
    assertThat(devices).isBetween(15, 25);
  }

  private Entered enter(Client client, Proof proof) {
    return gatehouse().signInWithIdentity().handle(client, proof, Arrival.NEWCOMER);
  }

  @Test
  @DisplayName(
      "[L44] coming in, linking, unlinking and their failures are on record, by whom and through which provider")
  void all_is_on_record() {
    House.Person person = house().person();
    AccessClaims caller = claims(person);
    Vouched ada = Vouched.of(house());
    ada.link(person.client(), caller);
    ada.enter();
    gatehouse().unlinkIdentity().handle(person.client(), caller, Vouched.PROVIDER);

    for (EventType type : List.of(
        EventType.IDENTITY_LINKED, EventType.IDENTITY_PROVEN, EventType.IDENTITY_UNLINKED)) {
      assertThat(engine().rows(type)).as(type.name()).singleElement().satisfies(row -> {
        assertThat(row.subject()).contains(person.account().id());
        assertThat(row.actor()).isEqualTo(Actor.owner(person.account().id()));
        assertThat(row.reason()).isEqualTo("messenger");
        assertThat(row.origin()).isPresent();
      });
    }
    assertThat(engine().rows(EventType.SIGNED_IN)).extracting(Event::reason).contains("fed");
  }

  @Test
  @DisplayName("[L46] an export says which identities there are")
  void an_export_says_which_there_are() {
    Vouched ada = Vouched.of(house());
    AccessClaims caller = house().claims(ada.signIn().tokens());
    Client client = house().client();

    assertThat(gatehouse()
            .exportData()
            .read(client, caller, gatehouse().exportData().ask(client, caller).id())
            .identities())
        .extracting(LinkedIdentity::identity)
        .containsExactly(ada.person().identity());
  }

  @Test
  void whose_identity_it_is_can_be_asked_of_accounts_in_use() {
    Vouched ada = Vouched.of(house());
    Identity identity = ada.person().identity();
    assertThat(gatehouse().findByIdentity().handle(house().realm(), identity)).isEmpty();
    Account account = ada.signIn().account();

    assertThat(gatehouse().findByIdentity().handle(house().realm(), identity).map(Account::id))
        .contains(account.id());
    assertThat(gatehouse().findByIdentity().handle(house().otherRealm(), identity))
        .isEmpty();
    set(account, AccountStatus.DISABLED);
    assertThat(gatehouse().findByIdentity().handle(house().realm(), identity)).isEmpty();
  }

  // ---- helpers

  private static Entered come(House house, Proof proof) {
    return house.gatehouse().signInWithIdentity().handle(house.client(), proof, Arrival.NEWCOMER);
  }

  private static SignIn.SignedIn signedIn(Entered entered) {
    return (SignIn.SignedIn) entered.signIn();
  }

  private AccessClaims claims(Entered entered) {
    return house().claims(signedIn(entered).tokens());
  }

  private AccessClaims claims(House.Person person) {
    return house().claims(house().signIn(person).tokens());
  }

  private List<LinkedIdentity> linked(Account account) {
    return engine().identities().of(account.id());
  }

  private List<Session> live(Account account) {
    return engine().sessions().live(account.id(), Optional.empty(), 100, now());
  }

  private int sessions(Account account) {
    return engine().personalData().of(account, now()).sessions().size();
  }

  private long rejections(String reason) {
    return engine().rows().stream().filter(row -> row.reason().equals(reason)).count();
  }

  private static void assertRejected(Runnable call) {
    assertThat(Refusals.of(call)).isEqualTo(new Refusal.IdentityRejected());
  }
}
