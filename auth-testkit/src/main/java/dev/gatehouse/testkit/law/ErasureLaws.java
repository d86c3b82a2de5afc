package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.account.ExportData;
import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.credential.Totp;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is kept of a person: what it says, to whom it is handed out, and that nothing is left of it in the end. */
public abstract class ErasureLaws extends Laws {
  private static final Duration GRACE = Duration.ofDays(30);
  private static final Phrase PHRASE = new Phrase("seven blue lanterns");

  private House.Person owner;
  private EmailAddress email;
  private final Map<SessionId, UUID> exports = new HashMap<>();

  @BeforeEach
  void settle() {
    owner = house().resident(AnAccount.in(house().realm().key()));
    email = owner.account().email().orElseThrow();
  }

  // ---- consents and the phrase

  @Test
  @DisplayName(
      "[L46] what was agreed to is kept with time and version, and what was taken back beside it, for as long as the account")
  void consents_are_kept() {
    House versioned = house()
        .with(house()
            .realm()
            .with(new AccountPolicy(GRACE, Duration.ofHours(24), Optional.of("2026-11"))));
    Username name = Fixtures.username();
    Account account = ((Registered.Active) versioned
            .gatehouse()
            .register()
            .handle(
                versioned.client(),
                new Register.Command(
                    Optional.of(name),
                    Optional.empty(),
                    Optional.of(owner.password()),
                    Locale.ENGLISH,
                    true,
                    true)))
        .account();
    House.Person person = new House.Person(versioned.client(), account, name, owner.password());
    AccessClaims claims = versioned.claims(versioned.signIn(person).tokens());
    var registered = now();
    later(Duration.ofMinutes(5));
    for (boolean marketing : List.of(false, false, true)) {
      versioned
          .gatehouse()
          .changeConsents()
          .handle(person.client(), claims, Optional.of(marketing), true);
    }

    assertThat(engine().personalData().of(account, now()).consents())
        .containsExactly(
            new Consent(Consent.Kind.TERMS, true, Optional.of("2026-11"), registered),
            new Consent(Consent.Kind.MARKETING, true, Optional.empty(), registered),
            new Consent(Consent.Kind.MARKETING, false, Optional.empty(), now()),
            new Consent(Consent.Kind.MARKETING, true, Optional.empty(), now()));
    assertThat(stored(account).consents())
        .isEqualTo(new Consents(Optional.of(registered), Optional.of("2026-11"), true));
    assertThat(engine().rows(EventType.CONSENT_CHANGED))
        .extracting(Event::reason)
        .containsExactly("MARKETING WITHDRAWN", "MARKETING GIVEN");
  }

  @Test
  @DisplayName("[L46] newer terms are accepted once, and only in words")
  void newer_terms_are_accepted() {
    AccessClaims claims = signedIn();
    House newer = house()
        .with(
            house().realm().with(new AccountPolicy(GRACE, Duration.ofHours(24), Optional.of("3"))));

    newer.gatehouse().changeConsents().handle(newer.client(), claims, Optional.empty(), false);
    assertThat(stored(owner.account()).consents().termsVersion()).isEmpty();
    for (int i = 0; i < 2; i++) {
      newer.gatehouse().changeConsents().handle(newer.client(), claims, Optional.empty(), true);
    }

    assertThat(stored(owner.account()).consents().termsVersion()).contains("3");
    assertThat(engine().personalData().of(owner.account(), now()).consents()).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L45] the phrase of an account is in every mail about it, whoever gives cause to it, and in none once it is taken away")
  void the_phrase_is_in_every_mail() {
    AccessClaims claims = signedIn();
    phrase(claims, Optional.of(PHRASE));
    Client stranger = house().client();

    gatehouse().forgotPassword().handle(stranger, email);
    gatehouse().register().handle(stranger, Register.Command.of(email, House.newPassword()));
    later(Duration.ofMinutes(2));
    gatehouse().resendVerification().handle(stranger, email, Locale.ENGLISH);
    gatehouse()
        .changePassword()
        .handle(owner.client(), claims, owner.password(), House.newPassword());
    gatehouse().exportData().ask(owner.client(), claims);
    gatehouse().disableAccount().handle(act());
    gatehouse().enableAccount().handle(act());
    gatehouse().removeAccount().handle(act(), GRACE);
    gatehouse().keepAccount().handle(act());

    assertThat(house().mailsTo(email))
        .extracting(Mail::kind)
        .containsExactlyInAnyOrder(
            Mail.Kind.PASSWORD_RESET,
            Mail.Kind.ALREADY_REGISTERED,
            Mail.Kind.ALREADY_REGISTERED,
            Mail.Kind.PASSWORD_CHANGED,
            Mail.Kind.EXPORT_READY,
            Mail.Kind.ACCOUNT_DISABLED,
            Mail.Kind.ACCOUNT_ENABLED,
            Mail.Kind.ACCOUNT_DISABLED,
            Mail.Kind.ACCOUNT_ENABLED);
    assertThat(house().mailsTo(email))
        .allSatisfy(mail -> assertThat(mail.values()).containsEntry("phrase", PHRASE.value()));
    assertThat(engine().rows(EventType.PHRASE_CHANGED).toString()).doesNotContain(PHRASE.value());
  }

  @Test
  @DisplayName(
      "[L45] so it is in a mailed way in, and at both addresses of which one takes the other's place; not where nothing is proven yet")
  void the_phrase_goes_with_the_address() {
    AccessClaims claims = signedIn();
    phrase(claims, Optional.of(PHRASE));
    EmailAddress wanted = Fixtures.email();
    gatehouse().askForMagicLink().handle(house().client(), AskForMagicLink.Command.of(email));
    gatehouse().askForEmailChange().handle(owner.client(), claims, wanted);
    gatehouse().confirmEmailChange().handle(owner.client(), claims, house().codeTo(wanted));

    assertThat(house().mailsTo(email))
        .extracting(Mail::kind)
        .containsExactlyInAnyOrder(Mail.Kind.MAGIC_LINK, Mail.Kind.EMAIL_CHANGED_OLD);
    assertThat(house().mailsTo(email)).allSatisfy(ErasureLaws::assertPhrase);
    assertThat(house().mailsTo(wanted))
        .filteredOn(mail -> mail.kind() == Mail.Kind.EMAIL_CHANGED)
        .singleElement()
        .satisfies(ErasureLaws::assertPhrase);
    assertThat(house().mailsTo(wanted))
        .filteredOn(mail -> mail.kind() == Mail.Kind.EMAIL_CHANGE_CODE)
        .singleElement()
        .satisfies(mail -> assertThat(mail.values()).doesNotContainKey("phrase"));
  }

  @Test
  @DisplayName(
      "[L45] whose address somebody else wants is told so by his own phrase, in his own language")
  void the_phrase_is_the_reader_s_own() {
    AccessClaims claims = signedIn();
    House.Person other = house()
        .resident(AnAccount.in(house().realm().key())
            .phrase(PHRASE)
            .profile(new Profile(Optional.empty(), Locale.GERMAN, Profile.UTC)));
    EmailAddress taken = other.account().email().orElseThrow();
    gatehouse().askForEmailChange().handle(owner.client(), claims, taken);
    gatehouse().register().handle(house().client(), Register.Command.of(taken, owner.password()));

    assertThat(house().mailsTo(taken))
        .extracting(Mail::kind)
        .containsExactlyInAnyOrder(Mail.Kind.EMAIL_TAKEN, Mail.Kind.ALREADY_REGISTERED);
    assertThat(house().mailsTo(taken)).allSatisfy(mail -> {
      assertPhrase(mail);
      assertThat(mail.locale()).isEqualTo(Locale.GERMAN);
    });
  }

  private static void assertPhrase(Mail mail) {
    assertThat(mail.values()).containsEntry("phrase", PHRASE.value());
  }

  @Test
  @DisplayName("[L45] a mail to an owner tells times as they are where he is, if he has said so")
  void times_are_the_owner_s() {
    House.Person far = house()
        .resident(AnAccount.in(house().realm().key())
            .profile(new Profile(Optional.empty(), Locale.ENGLISH, ZoneId.of("Pacific/Auckland"))));
    AccessClaims claims = house().claims(house().signIn(far).tokens());
    gatehouse().exportData().ask(far.client(), claims);
    gatehouse().exportData().ask(owner.client(), signedIn());

    assertThat(house().mailsTo(far.account().email().orElseThrow()))
        .singleElement()
        .satisfies(mail -> assertThat(mail.values()).containsEntry("zone", "Pacific/Auckland"));
    assertThat(house().mailsTo(email))
        .singleElement()
        .satisfies(mail -> assertThat(mail.values()).doesNotContainKey("zone"));
  }

  @Test
  @DisplayName("[L45] no mail says the phrase of somebody else, or one that was taken away")
  void no_mail_says_another_phrase() {
    AccessClaims claims = signedIn();
    phrase(claims, Optional.of(PHRASE));
    phrase(claims, Optional.empty());
    gatehouse().exportData().ask(owner.client(), claims);
    House.Person other = house().resident(AnAccount.in(house().realm().key()).phrase(PHRASE));
    EmailAddress neither = Fixtures.email();
    gatehouse().register().handle(house().client(), Register.Command.of(neither, owner.password()));

    for (EmailAddress address : List.of(email, neither)) {
      assertThat(house().mailsTo(address))
          .isNotEmpty()
          .allSatisfy(mail -> assertThat(mail.values()).doesNotContainKey("phrase"));
    }
    assertThat(other.account().phrase()).contains(PHRASE);
  }

  // ---- export

  @Test
  @DisplayName(
      "[L46] an archive holds the account, consents, sessions, history and waiting mails, and the owner is told that it was asked for")
  void an_archive_holds_everything() {
    AccessClaims claims = signedIn();
    phrase(claims, Optional.of(PHRASE));
    ExportData.Asked asked = gatehouse().exportData().ask(owner.client(), claims);

    ExportData.Archive archive = gatehouse().exportData().read(owner.client(), claims, asked.id());

    assertThat(archive.account()).isEqualTo(stored(owner.account()));
    assertThat(archive.account().phrase()).contains(PHRASE);
    assertThat(archive.password()).isTrue();
    assertThat(archive.kept().sessions())
        .extracting(session -> session.id())
        .containsExactly(claims.session());
    assertThat(archive.kept().waitingMails()).containsExactly(Mail.Kind.EXPORT_READY);
    assertThat(archive.events())
        .extracting(Event::type)
        .containsExactly(
            EventType.EXPORT_READ,
            EventType.EXPORT_REQUESTED,
            EventType.PHRASE_CHANGED,
            EventType.SIGNED_IN);
    assertThat(house().mailsTo(email).get(0).kind()).isEqualTo(Mail.Kind.EXPORT_READY);
  }

  @Test
  @DisplayName(
      "[L46] an archive tells when the factor was enrolled and how many recovery codes are left, and what mails were given up")
  void an_archive_holds_what_is_left_of_the_factor() {
    Careful careful = Careful.of(house());
    Instant enrolled = careful.house().clock().instant().minus(Totp.PERIOD);
    careful.complete(careful.ticket(), careful.recovery(0));
    UUID id = gatehouse()
        .exportData()
        .ask(careful.person().client(), careful.claims())
        .id();

    ExportData.Archive archive =
        gatehouse().exportData().read(careful.person().client(), careful.claims(), id);

    assertThat(archive.secondFactor())
        .contains(new EnrolledFactor(enrolled, careful.codes().size() - 1));
    assertThat(archive.deadMails()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L46] an archive holds all that happened, each once and the newest first, however much that is")
  void an_archive_holds_a_long_history() {
    AccessClaims claims = signedIn();
    List<String> newestFirst = new ArrayList<>();
    engine().store().atomically(unit -> {
      Event happened = Event.of(EventType.SIGN_IN_FAILED, now(), owner.client(), Actor.STRANGER)
          .about(owner.account().id());
      for (int i = 0; i < 1_001; i++) {
        newestFirst.add(0, "NUMBER_" + i);
        unit.record(happened.because(newestFirst.get(0)));
      }
      return true;
    });

    assertThat(archive(claims).events())
        .extracting(Event::reason)
        .filteredOn(reason -> reason.startsWith("NUMBER_"))
        .containsExactlyElementsOf(newestFirst);
  }

  @Test
  @DisplayName(
      "[L46] an archive holds the former address for as long as a link brings it back, and none that was a thief's")
  void an_archive_holds_the_former_address() {
    AccessClaims claims = signedIn();
    Instant first = now().truncatedTo(ChronoUnit.MILLIS);
    EmailAddress second = changed(claims);
    later(Duration.ofMinutes(5));
    EmailAddress third = changed(claims);
    Instant ends = first.plus(Purpose.EMAIL_REVERT.life());

    assertThat(archive(claims).account().email()).contains(third);
    assertThat(archive(claims).formerAddresses())
        .containsExactly(
            new ExportData.FormerAddress(email, ends),
            new ExportData.FormerAddress(second, ends.plus(Duration.ofMinutes(5))));

    house().clock().advance(Duration.between(now(), ends));
    assertThat(archive(signedIn()).formerAddresses())
        .extracting(ExportData.FormerAddress::email)
        .containsExactly(second);

    Mail told = house().mailsTo(second).stream()
        .filter(mail -> mail.kind() == Mail.Kind.EMAIL_CHANGED_OLD)
        .findFirst()
        .orElseThrow();
    gatehouse()
        .revertEmail()
        .handle(house().client(), new SecretText(told.values().getOrDefault("token", "")));
    ExportData.Archive back = archive(byLink(second));
    assertThat(back.account().email()).contains(second);
    assertThat(back.formerAddresses()).isEmpty();
  }

  private AccessClaims byLink(EmailAddress mailbox) {
    FlowHandle flow = gatehouse()
        .askForMagicLink()
        .handle(owner.client(), AskForMagicLink.Command.newcomer(mailbox));
    SignInWithMagicLink.Proof link = new SignInWithMagicLink.Proof.Link(
        house().said(mailbox, Mail.Kind.MAGIC_LINK, "token"), Optional.of(flow), true);
    SignIn signIn = gatehouse()
        .signInWithMagicLink()
        .handle(owner.client(), new SignInWithMagicLink.Command(link, false, false))
        .signIn();
    return house().claims(((SignIn.SignedIn) signIn).tokens());
  }

  private EmailAddress changed(AccessClaims claims) {
    EmailAddress wanted = Fixtures.email();
    gatehouse().askForEmailChange().handle(owner.client(), claims, wanted);
    return gatehouse()
        .confirmEmailChange()
        .handle(owner.client(), claims, house().codeTo(wanted));
  }

  private ExportData.Archive archive(AccessClaims claims) {
    UUID id = exports.computeIfAbsent(
        claims.session(),
        session -> gatehouse().exportData().ask(owner.client(), claims).id());
    return gatehouse().exportData().read(owner.client(), claims, id);
  }

  @Test
  @DisplayName(
      "[L46] an archive is read by who asked for it, for a day, and asked for three times a day")
  void an_archive_is_its_owners() {
    AccessClaims claims = signedIn();
    House.Person thief = house().person();
    AccessClaims other = house().claims(house().signIn(thief).tokens());
    UUID id = gatehouse().exportData().ask(owner.client(), claims).id();

    for (UUID foreign : List.of(id, Fixtures.id())) {
      assertThat(Refusals.of(() -> gatehouse().exportData().read(thief.client(), other, foreign)))
          .isEqualTo(new Refusal.NotFound());
    }
    gatehouse().exportData().ask(owner.client(), claims);
    gatehouse().exportData().ask(owner.client(), claims);
    assertThat(Refusals.of(() -> gatehouse().exportData().ask(owner.client(), claims)))
        .isInstanceOf(Refusal.Throttled.class);
    later(ExportData.LIFE);
    AccessClaims tomorrow = signedIn();
    assertThat(Refusals.of(() -> gatehouse().exportData().read(owner.client(), tomorrow, id)))
        .isEqualTo(new Refusal.NotFound());
  }

  @Test
  @DisplayName(
      "[L10] [L30] a stolen access token uses up none of the archives that the owner may have")
  void a_stolen_token_uses_up_no_archive() {
    AccessClaims claims = signedIn();
    UUID id = gatehouse().exportData().ask(owner.client(), claims).id();
    later(Duration.ofMinutes(10).plusMillis(1));
    for (int i = 0; i < 21; i++) {
      assertThat(Refusals.of(() -> gatehouse().exportData().ask(house().client(), claims)))
          .isInstanceOf(Refusal.StepUpRequired.class);
      assertThat(Refusals.of(() -> gatehouse().exportData().read(house().client(), claims, id)))
          .isInstanceOf(Refusal.StepUpRequired.class);
    }

    AccessClaims fresh = signedIn();
    assertThat(gatehouse().exportData().read(owner.client(), fresh, id)).isNotNull();
    assertThat(gatehouse().exportData().ask(owner.client(), fresh)).isNotNull();
  }

  // ---- erasure

  @Test
  @DisplayName(
      "[L46] after the grace period nothing is left but the acts: no name, no address, no session, no consent, no from where")
  void nothing_is_left_but_the_acts() {
    Account account = aLife();
    List<EventType> acts = acts(account.id());
    assertThat(acts).hasSizeGreaterThan(8);
    assertThat(engine().personalData().of(account, now()).sessions()).isNotEmpty();

    leave(account);
    later(GRACE.minusSeconds(1));
    house().run("purge");
    assertThat(stored(account).status()).isEqualTo(AccountStatus.LEAVING);
    assertThat(stored(account).username()).isPresent();
    later(Duration.ofSeconds(1));
    house().run("purge");

    assertErased(account);
    assertThat(acts(account.id()))
        .startsWith(EventType.ACCOUNT_ERASED)
        .endsWith(acts.toArray(new EventType[0]));
  }

  @Test
  @DisplayName(
      "[L46] name and address can be registered anew at once, by an account that knows nothing of the old one")
  void name_and_address_are_free() {
    gatehouse().removeAccount().handle(act(), Duration.ZERO);

    Register.Command command = new Register.Command(
        Optional.of(owner.username()),
        Optional.of(email),
        Optional.of(House.newPassword()),
        Locale.ENGLISH,
        true,
        false);
    Client client = house().client();
    FlowHandle flow = ((Registered.Pending) gatehouse().register().handle(client, command)).flow();
    SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
        .verifyEmail()
        .handle(client, VerifyEmail.Command.of(email, house().codeTo(email), flow));

    assertThat(in.account().id()).isNotEqualTo(owner.account().id());
    assertThat(in.account().username()).contains(owner.username());
    assertThat(acts(in.account().id())).hasSize(3);
  }

  @Test
  @DisplayName(
      "[L46] erasing that was stopped in the middle goes on with the next run, and running again does no harm")
  void erasing_goes_on_where_it_was_stopped() {
    Account account = aLife();
    House.Person other = house().resident(AnAccount.in(house().realm().key()));
    leave(account);
    later(GRACE);
    Tokens tokens = house().signIn(other).tokens();
    engine().store().atomically(unit -> {
      unit.accounts().lock(account.id());
      unit.accounts().erase(account.id(), now());
      return true;
    });
    assertThat(engine().personalData().erase(account.id(), 1)).isPositive();

    house().run("purge");
    assertErased(account);
    house().run("purge");

    assertErased(account);
    assertThat(stored(other.account()).active()).as("nobody else's").isTrue();
    assertThat(house().claims(house().refresh(other, tokens))).isNotNull();
  }

  @Test
  @DisplayName("[L46] what belongs to an account that is not erased is not erased, whoever asks")
  void nothing_is_erased_of_an_account_that_stays() {
    signedIn();
    int before = acts(owner.account().id()).size();

    assertThat(engine().personalData().erase(owner.account().id(), 100)).isZero();

    assertThat(acts(owner.account().id())).hasSize(before);
    assertThat(engine().personalData().of(owner.account(), now()).sessions()).hasSize(1);
  }

  @Test
  @DisplayName("[L46] nodes that erase at once do no harm")
  void nodes_erase_at_once() {
    Race.rounds(5, round -> {
      Account account = house().resident(AnAccount.in(house().realm().key())).account();
      leave(account);
      later(GRACE);

      Race.of(3, n -> {
        house().run("purge");
        return true;
      });

      assertErased(account);
      assertThat(engine().rows(EventType.ACCOUNT_ERASED))
          .filteredOn(row -> row.subject().equals(Optional.of(account.id())))
          .hasSize(1);
    });
  }

  // ---- steps

  /** An account that has seen much, and its owner's other traces. */
  private Account aLife() {
    Client client = house().client();
    EmailAddress address = Fixtures.email();
    Register.Command command = new Register.Command(
        Optional.of(Fixtures.username()),
        Optional.of(address),
        Optional.of(House.newPassword()),
        Locale.ENGLISH,
        true,
        true);
    FlowHandle flow = ((Registered.Pending) gatehouse().register().handle(client, command)).flow();
    SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
        .verifyEmail()
        .handle(client, VerifyEmail.Command.of(address, house().codeTo(address), flow));
    AccessClaims claims = house().claims(in.tokens());
    gatehouse()
        .updateProfile()
        .handle(client, claims, p -> new Profile(Optional.of("Ada"), Locale.GERMAN, p.timezone()));
    gatehouse().changePhrase().handle(client, claims, Optional.of(PHRASE));
    gatehouse().changeConsents().handle(client, claims, Optional.of(false), false);
    gatehouse().exportData().ask(client, claims);
    for (int i = 0; i < 3; i++) {
      Refusals.of(() -> gatehouse()
          .signInWithPassword()
          .handle(house().client(), new Identifier.ByEmail(address), House.newPassword(), false));
    }
    gatehouse().forgotPassword().handle(client, address);
    gatehouse().register().handle(house().client(), command);
    return stored(in.account());
  }

  private void leave(Account account) {
    gatehouse()
        .removeAccount()
        .handle(new Act(Actor.operator("test"), account.realm(), account.id(), "a test"), GRACE);
  }

  private void assertErased(Account account) {
    AccountDirectory.Entry entry = entry(account);
    Account left = entry.account();
    assertThat(left.status()).isEqualTo(AccountStatus.DELETED);
    assertThat(left.username()).isEmpty();
    assertThat(left.email()).isEmpty();
    assertThat(left.phrase()).isEmpty();
    assertThat(left.profile()).isEqualTo(Profile.EMPTY);
    assertThat(left.consents()).isEqualTo(Consents.NONE);
    assertThat(left.signIns()).isEqualTo(SignIns.NONE);
    assertThat(left.roles()).isEmpty();
    assertThat(left.epoch()).isGreaterThan(account.epoch());
    assertThat(entry.password()).isEmpty();
    var kept = engine().personalData().of(left, now());
    assertThat(kept.sessions()).isEmpty();
    assertThat(kept.consents()).isEmpty();
    assertThat(kept.invitations()).isEmpty();
    assertThat(kept.waitingMails()).isEmpty();
    assertThat(engine().history().of(account.id(), OptionalLong.empty(), 1000))
        .allSatisfy(row -> assertThat(row.event().origin()).isEmpty());
    assertThat(engine().personalData().due(1000, now())).doesNotContain(account.id());
  }

  private List<EventType> acts(AccountId account) {
    return engine().history().of(account, OptionalLong.empty(), 1000).stream()
        .map(History.Row::event)
        .map(Event::type)
        .toList();
  }

  private AccessClaims signedIn() {
    return house().claims(house().signIn(owner).tokens());
  }

  private void phrase(AccessClaims claims, Optional<Phrase> phrase) {
    gatehouse().changePhrase().handle(owner.client(), claims, phrase);
  }

  private Act act() {
    return new Act(
        Actor.operator("test"), owner.account().realm(), owner.account().id(), "a test");
  }
}
