package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink.Entered;
import dev.gatehouse.application.magiclink.SignInWithMagicLink.Proof;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody has a link mailed, and somebody follows it. */
public abstract class MagicLinkLaws extends Laws {
  private static final Refusal GONE = new Refusal.CodeRejected(0);

  private House.Person owner;
  private EmailAddress email;
  private Client stranger;

  @BeforeEach
  void settle() {
    owner = house().resident(AnAccount.in(house().realm().key()));
    email = owner.account().email().orElseThrow();
    stranger = house().client();
  }

  // ---- who asked

  @Test
  @DisplayName("[L14] with the handle of who asked, the link signs in at once, and once")
  void the_link_signs_in_where_it_was_asked_for() {
    FlowHandle flow = ask(owner.client());
    Proof link = link(email, Optional.of(flow), false);

    assertThat(entered(owner.client(), link).account().id())
        .isEqualTo(owner.account().id());
    assertThat(refused(owner.client(), link)).isEqualTo(GONE);
  }

  @Test
  @DisplayName(
      "[L14] elsewhere it says whose it is and who asked, spends nothing however often it is looked at, and signs in who confirms")
  void elsewhere_it_waits_for_a_press() {
    ask(stranger);
    Client there = house().client();
    Refusal.ConfirmationRequired shown = new Refusal.ConfirmationRequired(
        email.masked(),
        false,
        stranger.address().value(),
        stranger.userAgent(),
        Optional.empty(),
        now());

    for (int look = 0; look < 5; look++) {
      assertThat(refused(there, link(email, Optional.empty(), false))).isEqualTo(shown);
    }
    assertThat(shown.account()).doesNotContain(email.localPart());
    assertThat(house().events(EventType.MAGIC_LINK_SHOWN)).hasSize(5);
    assertThat(house().events(EventType.SIGNED_IN)).isEmpty();

    entered(there, link(email, Optional.empty(), true));
    assertThat(house().events(EventType.SIGNED_IN))
        .singleElement()
        .satisfies(e -> assertThat(e.origin().orElseThrow().address()).isEqualTo(there.address()));
  }

  @Test
  @DisplayName("[L14] the handle of another flow is as good as none")
  void a_foreign_handle_is_none() {
    FlowHandle foreign = ask(stranger);
    ask(owner.client());
    assertThat(refused(stranger, link(email, Optional.of(foreign), false)))
        .isInstanceOf(Refusal.ConfirmationRequired.class);
  }

  @Test
  @DisplayName(
      "[L14] a stranger who asks gets nothing once the owner has pressed: neither by his handle nor by the digits")
  void who_asked_gets_nothing_of_another_s_press() {
    FlowHandle strangers = ask(stranger);
    SecretText code = said("code");
    entered(owner.client(), link(email, Optional.empty(), true));

    assertThat(refused(stranger, digits(code, strangers))).isInstanceOf(Refusal.CodeRejected.class);
    assertThat(refused(stranger, link(email, Optional.of(strangers), true))).isEqualTo(GONE);
    assertThat(house().events(EventType.SIGNED_IN)).hasSize(1);
  }

  @Test
  @DisplayName("[L14] the mail says from where it was asked for")
  void the_mail_says_from_where() {
    ask(stranger);
    assertThat(last(email).values())
        .containsEntry("address", stranger.address().value())
        .containsEntry("user_agent", stranger.userAgent());
  }

  @Test
  @DisplayName(
      "[L14] digits are good with the handle of who asked only, and take the link with them")
  void digits_need_the_handle() {
    FlowHandle own = ask(owner.client());
    SecretText code = said("code");
    Proof link = link(email, Optional.of(own), false);
    FlowHandle foreign = ask(stranger);

    assertThat(refused(stranger, digits(code, foreign))).isEqualTo(new Refusal.CodeRejected(4));
    entered(owner.client(), digits(code, own));
    assertThat(refused(owner.client(), link)).isEqualTo(GONE);
  }

  @Test
  @DisplayName("[L01] five wrong digits use them up, for the right ones too; the link survives")
  void the_link_survives_dead_digits() {
    FlowHandle flow = ask(owner.client());
    SecretText right = said("code");
    for (int left = 4; left >= 0; left--) {
      assertThat(refused(stranger, digits(wrong(right, 1 + left), flow)))
          .isEqualTo(new Refusal.CodeRejected(left));
    }
    assertThat(refused(owner.client(), digits(right, flow))).isEqualTo(GONE);
    entered(owner.client(), link(email, Optional.of(flow), false));
  }

  @Test
  @DisplayName("[L02] of racing callers with the link or the digits of one mail one is signed in")
  void of_racing_callers_one_is_signed_in() {
    Race.rounds(round -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      race(person.account().email().orElseThrow(), Optional.of(person.account()));
    });
  }

  @Test
  @DisplayName("[L02] of racing callers of whom each would be a new account one is")
  void of_racing_newcomers_one_is_registered() {
    Race.rounds(round -> race(Fixtures.email(), Optional.empty()));
  }

  private void race(EmailAddress at, Optional<Account> known) {
    FlowHandle flow = ask(house().client(), AskForMagicLink.Command.newcomer(at));
    Proof link = link(at, Optional.of(flow), false);
    Proof digits = new Proof.Digits(at, house().codeTo(at), flow);
    List<Optional<Refusal>> answers = Race.of(
        Race.RACERS,
        racer -> Refusals.maybe(() -> enter(house().client(), racer % 2 == 0 ? link : digits)));

    assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
    assertThat(answers)
        .filteredOn(Optional::isPresent)
        .allMatch(answer -> answer.get() instanceof Refusal.CodeRejected);
    Account account = find(at).orElseThrow();
    known.ifPresent(k -> assertThat(account.id()).isEqualTo(k.id()));
    assertThat(account.signIns().count()).isEqualTo(1);
  }

  // ---- who may come in

  @Test
  @DisplayName("[L07] an enrolled second factor is due after the link and after the digits")
  void a_second_factor_is_due() {
    House.Person careful =
        house().resident(AnAccount.in(house().realm().key()).secondFactors(Method.TOTP));
    EmailAddress at = careful.account().email().orElseThrow();
    FlowHandle flow = ask(careful.client(), AskForMagicLink.Command.of(at));
    assertThat(enter(careful.client(), new Proof.Digits(at, house().codeTo(at), flow))
            .signIn())
        .isInstanceOf(SignIn.SecondFactorDue.class);
    ask(careful.client(), AskForMagicLink.Command.of(at));
    assertThat(enter(careful.client(), link(at, Optional.empty(), true)).signIn())
        .isInstanceOf(SignIn.SecondFactorDue.class);
    assertThat(house().events(EventType.SIGNED_IN)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L08] who may not sign in is mailed nothing, and what was mailed before is worth nothing")
  void who_may_not_sign_in_does_not() {
    for (AccountStatus status : List.of(
        AccountStatus.DISABLED,
        AccountStatus.LOCKED,
        AccountStatus.PENDING,
        AccountStatus.LEAVING)) {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      EmailAddress at = person.account().email().orElseThrow();
      FlowHandle flow = ask(person.client(), AskForMagicLink.Command.of(at));
      SecretText code = house().codeTo(at);
      set(person.account(), status);
      ask(person.client(), AskForMagicLink.Command.of(at));

      assertThat(house().mailsTo(at)).as("%s", status).hasSize(1);
      for (Proof proof :
          List.of(link(at, Optional.of(flow), true), new Proof.Digits(at, code, flow))) {
        assertThat(refused(person.client(), proof))
            .as("%s", status)
            .isInstanceOf(Refusal.CodeRejected.class);
      }
    }
    assertThat(house().events(EventType.SIGNED_IN)).isEmpty();
  }

  @Test
  @DisplayName("[L23] a change of password kills what was mailed before it")
  void a_change_kills_what_was_mailed() {
    SignIn.SignedIn in = house().signIn(owner);
    FlowHandle flow = ask(owner.client());
    SecretText code = said("code");
    gatehouse()
        .changePassword()
        .handle(owner.client(), house().claims(in.tokens()), owner.password(), House.newPassword());

    assertThat(refused(owner.client(), link(email, Optional.of(flow), true))).isEqualTo(GONE);
    assertThat(refused(owner.client(), digits(code, flow)))
        .isInstanceOf(Refusal.CodeRejected.class);
  }

  @Test
  @DisplayName("[L16] what one realm mailed is nothing in another")
  void of_another_realm_it_is_nothing() {
    FlowHandle flow = ask(owner.client());
    Client there = house().clientOf(house().otherRealm());

    assertThat(refused(there, link(email, Optional.of(flow), true))).isEqualTo(GONE);
    assertThat(refused(there, digits(said("code"), flow))).isEqualTo(new Refusal.CodeRejected(4));
    entered(owner.client(), link(email, Optional.of(flow), false));
  }

  @Test
  void it_is_good_for_ten_minutes() {
    FlowHandle flow = ask(owner.client());
    SecretText code = said("code");
    later(Duration.ofMinutes(10));

    assertThat(refused(owner.client(), link(email, Optional.of(flow), true))).isEqualTo(GONE);
    assertThat(refused(owner.client(), digits(code, flow)))
        .isInstanceOf(Refusal.CodeRejected.class);
  }

  // ---- newcomers

  @Test
  @DisplayName("[L04] the first link makes an account of the address, and signs in")
  void the_first_link_registers() {
    EmailAddress at = Fixtures.email();
    FlowHandle flow = ask(
        stranger,
        new AskForMagicLink.Command(
            at, Locale.forLanguageTag("pt"), Optional.of("/welcome"), true, true));
    Entered entered = enter(stranger, link(at, Optional.of(flow), false));

    assertThat(entered.newcomer()).isTrue();
    assertThat(entered.redirect()).contains("/welcome");
    Account account = find(at).orElseThrow();
    assertThat(account.consents().termsAcceptedAt()).contains(now());
    assertThat(account.consents().marketing()).isTrue();
    assertThat(account.profile().locale()).isEqualTo(Locale.forLanguageTag("pt"));
    assertThat(house().events(EventType.ACCOUNT_REGISTERED)).hasSize(1);
    assertThat(enter(stranger, again(at)).newcomer()).isFalse();
  }

  private Proof again(EmailAddress at) {
    FlowHandle flow = ask(stranger, AskForMagicLink.Command.of(at));
    return link(at, Optional.of(flow), false);
  }

  @Test
  @DisplayName(
      "[L04] nothing that another has said who asked for the link, or waits for the address, is the account's")
  void nothing_of_another_is_the_account_s() {
    EmailAddress at = Fixtures.email();
    Registrant rival = Registrant.of(
        house(),
        house().client(),
        at,
        Optional.of(Fixtures.username()),
        Optional.of(House.newPassword()));
    SecretText rivals = rival.code();
    ask(
        stranger,
        new AskForMagicLink.Command(at, Locale.forLanguageTag("pt"), Optional.empty(), true, true));

    assertThat(refused(house().client(), link(at, Optional.empty(), true)))
        .as("whose terms were accepted by somebody else")
        .isEqualTo(new Refusal.TermsNotAccepted());
    Client mailbox = house().client();
    enter(mailbox, new SignInWithMagicLink.Command(link(at, Optional.empty(), true), true, false));

    AccountDirectory.Entry made = engine()
        .accounts()
        .find(house().realm().key(), new Identifier.ByEmail(at))
        .orElseThrow();
    assertThat(made.password()).isEmpty();
    assertThat(made.account().username()).isEmpty();
    assertThat(made.account().consents().marketing()).isFalse();
    assertThat(made.account().profile().locale()).isEqualTo(Locale.ENGLISH);
    assertThat(Refusals.of(() -> rival.verify(rivals))).isInstanceOf(Refusal.CodeRejected.class);
  }

  @Test
  @DisplayName("[L15] terms that are not accepted spend nothing, be it the link or the digits")
  void terms_that_are_not_accepted_spend_nothing() {
    EmailAddress at = Fixtures.email();
    FlowHandle flow = ask(stranger, AskForMagicLink.Command.of(at));
    for (Proof proof : List.of(
        link(at, Optional.of(flow), false), new Proof.Digits(at, house().codeTo(at), flow))) {
      assertThat(refused(stranger, proof)).isEqualTo(new Refusal.TermsNotAccepted());
    }
    assertThat(find(at)).isEmpty();
    Proof digits = new Proof.Digits(at, house().codeTo(at), flow);
    assertThat(enter(stranger, new SignInWithMagicLink.Command(digits, true, false))
            .newcomer())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "[L44] the terms that are on record are those that were there to be accepted, when they were accepted last")
  void the_terms_that_were_accepted_are_on_record(boolean again) {
    EmailAddress at = Fixtures.email();
    House before = house().with(terms("2026-11"));
    House after = house().with(terms("2026-12"));
    Instant asked = now();
    FlowHandle flow = before
        .gatehouse()
        .askForMagicLink()
        .handle(before.client(), AskForMagicLink.Command.newcomer(at));
    house().run("mail");
    later(Duration.ofMinutes(1));

    after
        .gatehouse()
        .signInWithMagicLink()
        .handle(
            after.client(),
            new SignInWithMagicLink.Command(link(at, Optional.of(flow), false), again, false));

    Consents kept = find(at).orElseThrow().consents();
    assertThat(kept.termsAcceptedAt()).contains(again ? now() : asked);
    assertThat(kept.termsVersion()).contains(again ? "2026-12" : "2026-11");
  }

  private Realm terms(String version) {
    return house()
        .realm()
        .with(new AccountPolicy(
            AccountPolicy.DEFAULT.grace(),
            AccountPolicy.DEFAULT.invitations(),
            Optional.of(version)));
  }

  @Test
  @DisplayName("[L04] a link to an address that somebody has registered meanwhile opens nothing")
  void a_link_of_before_the_account_opens_nothing() {
    EmailAddress at = Fixtures.email();
    FlowHandle flow = ask(stranger, AskForMagicLink.Command.newcomer(at));
    Registrant owner = Registrant.of(house(), at);
    owner.verify(owner.code());

    assertThat(refused(stranger, link(at, Optional.of(flow), false))).isEqualTo(GONE);
  }

  @Test
  @DisplayName(
      "[L33] where the realm takes nobody an unknown address gets no mail, and the same answers")
  void a_closed_realm_mails_no_newcomer() {
    House closed = house().with(house().realm().with(RegistrationMode.CLOSED));
    EmailAddress unknown = Fixtures.email();
    FlowHandle flow = closed
        .gatehouse()
        .askForMagicLink()
        .handle(closed.client(), AskForMagicLink.Command.newcomer(unknown));

    assertThat(closed.mailsTo(unknown)).isEmpty();
    for (int left = 4; left >= 0; left--) {
      Proof guess = new Proof.Digits(unknown, new SecretText("123456"), flow);
      assertThat(Refusals.of(() -> closed
              .gatehouse()
              .signInWithMagicLink()
              .handle(closed.client(), new SignInWithMagicLink.Command(guess, true, false))))
          .isEqualTo(new Refusal.CodeRejected(left));
    }
    ask(stranger);
    assertThat(closed
            .gatehouse()
            .signInWithMagicLink()
            .handle(
                closed.client(),
                new SignInWithMagicLink.Command(link(email, Optional.empty(), true), false, false))
            .newcomer())
        .as("who has an account signs in")
        .isFalse();
  }

  @Test
  @DisplayName("[L44] asking, looking, failing and signing in each leave a row")
  void everything_is_audited() {
    FlowHandle flow = ask(stranger);
    refused(stranger, digits(wrong(said("code"), 1), flow));
    refused(owner.client(), link(email, Optional.empty(), false));
    entered(stranger, link(email, Optional.of(flow), false));

    assertThat(engine().rows(EventType.MAGIC_LINK_REQUESTED)).hasSize(1);
    assertThat(engine().rows(EventType.MAGIC_LINK_SHOWN)).hasSize(1);
    assertThat(engine().rows(EventType.MAGIC_LINK_FAILED))
        .singleElement()
        .satisfies(row -> assertThat(row.reason()).isEqualTo("WRONG_CODE"));
    assertThat(engine().rows(EventType.SIGNED_IN)).hasSize(1);
  }

  // ---- how often

  @Test
  @DisplayName(
      "[L34] no more than five mails an hour go to one address for strangers; a device of the owner's has its own")
  void mails_are_limited() {
    House.Person known = owner.showing(house().signIn(owner).mark());
    for (EmailAddress at : List.of(email, Fixtures.email())) {
      for (int i = 0; i < 5; i++) {
        ask(house().client(), AskForMagicLink.Command.of(at));
      }
      assertThat(Refusals.of(() -> ask(house().client(), AskForMagicLink.Command.of(at))))
          .isInstanceOf(Refusal.Throttled.class);
    }
    ask(known.client());
    assertThat(mails(email)).hasSize(6);
  }

  @Test
  @DisplayName(
      "[L34] whoever asks all the time, no hour has more than five mails to one address, wherever it begins")
  void no_hour_has_more_than_so_many() {
    EmailAddress at = Fixtures.email();
    List<Instant> granted = new ArrayList<>();
    for (int minute = 0; minute < 300; minute++, later(Duration.ofMinutes(1))) {
      if (Refusals.maybe(() -> ask(house().client(), AskForMagicLink.Command.of(at)))
          .isEmpty()) {
        granted.add(now());
      }
    }

    assertThat(granted).hasSize(5 + 4);
    assertThat(granted)
        .allSatisfy(first -> assertThat(granted)
            .filteredOn(
                then -> !then.isBefore(first) && then.isBefore(first.plus(Duration.ofHours(1))))
            .hasSizeLessThanOrEqualTo(5));
  }

  @Test
  @DisplayName("[L31] no more than four mails a day have digits in them, resets among them")
  void digits_are_mailed_four_times_a_day() {
    for (int half = 0; half < 48; half++) {
      if (half % 2 == 0) {
        ask(house().client());
      } else {
        gatehouse().forgotPassword().handle(house().client(), email);
      }
      house().run("mail");
      later(Duration.ofMinutes(29));
    }
    List<Mail> mails = house().mailsTo(email).stream()
        .filter(
            mail -> Set.of(Mail.Kind.MAGIC_LINK, Mail.Kind.PASSWORD_RESET).contains(mail.kind()))
        .toList();
    assertThat(mails).hasSize(48).allMatch(mail -> mail.values().containsKey("token"));
    assertThat(mails).filteredOn(mail -> mail.code().isPresent()).hasSize(4);
  }

  @Test
  @DisplayName(
      "[L30] a network gone wild keeps nobody from a link or digits that were mailed, and gets nothing by making them up")
  void a_network_gone_wild_keeps_nobody_out() {
    Client neighbour = house().client("192.0.2.200");
    FlowHandle made = FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES));
    Proof guess = new Proof.Digits(Fixtures.email(), new SecretText("123456"), made);
    for (int i = 0; i < 120; i++) {
      refused(neighbour, new Proof.Link(new SecretText(Fixtures.unique()), Optional.empty(), true));
    }
    assertThat(refused(neighbour, guess)).isInstanceOf(Refusal.Throttled.class);

    Client there = house().client("192.0.2.17");
    FlowHandle flow = ask(owner.client());
    assertThat(refused(there, digits(wrong(said("code"), 1), flow)))
        .isEqualTo(new Refusal.CodeRejected(4));
    entered(there, digits(said("code"), flow));
    ask(owner.client());
    entered(there, link(email, Optional.empty(), true));
  }

  // ---- helpers

  private FlowHandle ask(Client client) {
    return ask(client, AskForMagicLink.Command.of(email));
  }

  private FlowHandle ask(Client client, AskForMagicLink.Command command) {
    return gatehouse().askForMagicLink().handle(client, command);
  }

  private Entered enter(Client client, Proof proof) {
    return enter(client, new SignInWithMagicLink.Command(proof, false, false));
  }

  private Entered enter(Client client, SignInWithMagicLink.Command command) {
    return gatehouse().signInWithMagicLink().handle(client, command);
  }

  private SignIn.SignedIn entered(Client client, Proof proof) {
    return (SignIn.SignedIn) enter(client, proof).signIn();
  }

  private Refusal refused(Client client, Proof proof) {
    return Refusals.of(() -> enter(client, proof));
  }

  /** The link of the last mail to that address. */
  private Proof link(EmailAddress at, Optional<FlowHandle> flow, boolean confirmed) {
    return new Proof.Link(said(last(at), "token"), flow, confirmed);
  }

  private Proof digits(SecretText code, FlowHandle flow) {
    return new Proof.Digits(email, code, flow);
  }

  private SecretText said(String name) {
    return said(last(email), name);
  }

  private static SecretText said(Mail mail, String name) {
    return Optional.ofNullable(mail.values().get(name)).map(SecretText::new).orElseThrow();
  }

  private Mail last(EmailAddress at) {
    List<Mail> mails = mails(at);
    return mails.get(mails.size() - 1);
  }

  private List<Mail> mails(EmailAddress at) {
    return house().mailsTo(at).stream()
        .filter(mail -> mail.kind() == Mail.Kind.MAGIC_LINK)
        .toList();
  }

  private Optional<Account> find(EmailAddress at) {
    return engine()
        .accounts()
        .find(house().realm().key(), new Identifier.ByEmail(at))
        .map(AccountDirectory.Entry::account);
  }
}
