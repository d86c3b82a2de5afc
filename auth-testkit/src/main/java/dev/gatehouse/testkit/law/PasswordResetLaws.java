package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody has forgotten the password, or says so. */
public abstract class PasswordResetLaws extends Laws {
  private static final Refusal GONE = new Refusal.CodeRejected(0);

  private House.Person owner;
  private EmailAddress email;
  private Client stranger;
  private final Password wanted = House.newPassword();

  @BeforeEach
  void settle() {
    owner = house().resident(AnAccount.in(house().realm().key()));
    email = owner.account().email().orElseThrow();
    stranger = house().client();
  }

  // ---- what it does

  @Test
  @DisplayName(
      "[L23] a reset by the mailed link sets the password and ends every session, access tokens included")
  void a_reset_ends_every_session() {
    Tokens one = house().signIn(owner).tokens();
    Tokens other = house().signIn(owner.at(house().client())).tokens();
    forgot(stranger);

    assertThat(reset(stranger, link())).isEqualTo(2);

    for (Tokens tokens : List.of(one, other)) {
      assertThat(Refusals.of(() -> house().refresh(owner, tokens)))
          .isEqualTo(new Refusal.RefreshRejected());
      assertThat(Refusals.of(() -> house().claims(tokens))).isEqualTo(new Refusal.TokenRejected());
    }
    assertThat(signInWith(owner.password())).isEqualTo(new Refusal.CredentialsRejected());
    assertThat(enters(wanted)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("[L14] the digits are good with the asker's handle only, and the link without it")
  void digits_need_the_handle() {
    FlowHandle flow = forgot(owner.client());
    FlowHandle foreign = forgot(stranger);
    SecretText first = secret("code", 0);

    assertThat(refused(stranger, digits(first, foreign))).isEqualTo(new Refusal.CodeRejected(4));
    assertThat(reset(owner.client(), digits(first, flow))).isZero();
    assertThat(enters(wanted)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("[L07] a reset signs nobody in, and skips no second factor")
  void a_reset_skips_no_second_factor() {
    House.Person careful =
        house().resident(AnAccount.in(house().realm().key()).secondFactors(Method.TOTP));
    EmailAddress at = careful.account().email().orElseThrow();
    gatehouse().forgotPassword().handle(stranger, at);
    reset(stranger, new ResetPassword.Proof.Link(token(at)));

    assertThat(stored(careful.account()).secondFactors()).containsExactly(Method.TOTP);
    assertThat(house().events(EventType.SIGNED_IN)).isEmpty();
    assertThat(gatehouse()
            .signInWithPassword()
            .handle(careful.client(), careful.name(), wanted, false))
        .isInstanceOf(SignIn.SecondFactorDue.class);
  }

  @Test
  @DisplayName("[L45] the owner is told of the reset by mail, and of a change too, and from where")
  void the_owner_is_told() {
    forgot(stranger);
    reset(stranger, link());

    Mail told = mails(Mail.Kind.PASSWORD_CHANGED).get(0);
    assertThat(told.values()).containsEntry("address", stranger.address().value());

    SignIn.SignedIn in = (SignIn.SignedIn) enters(wanted);
    gatehouse()
        .changePassword()
        .handle(owner.client(), house().claims(in.tokens()), wanted, House.newPassword());
    assertThat(mails(Mail.Kind.PASSWORD_CHANGED)).hasSize(2);
  }

  @Test
  @DisplayName("[L30] whoever is shut out by failures gets in again by a reset")
  void a_reset_takes_the_locks_off() {
    for (int i = 0; i < 6; i++) {
      signInWith(House.newPassword());
    }
    assertThat(signInWith(owner.password())).isInstanceOf(Refusal.LockedOut.class);
    forgot(owner.client());
    reset(owner.client(), link());

    assertThat(enters(wanted)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("[L44] asking, failing and resetting each leave a row")
  void everything_is_audited() {
    FlowHandle flow = forgot(stranger);
    refused(stranger, digits(wrong(secret("code", 0), 1), flow));
    reset(stranger, link());

    assertThat(house().events(EventType.PASSWORD_RESET_REQUESTED)).hasSize(1);
    assertThat(house().events(EventType.PASSWORD_RESET_FAILED))
        .singleElement()
        .satisfies(e -> assertThat(e.reason()).isEqualTo("WRONG_CODE"));
    assertThat(house().events(EventType.PASSWORD_RESET))
        .singleElement()
        .satisfies(e -> assertThat(e.subject()).contains(owner.account().id()));
  }

  // ---- once, and only what it is for

  @Test
  @DisplayName("[L15] whichever secret is used first, neither is good again")
  void both_secrets_die_together() {
    FlowHandle flow = forgot(stranger);
    ResetPassword.Proof link = link();
    ResetPassword.Proof digits = digits(secret("code", 0), flow);
    forgot(stranger);
    ResetPassword.Proof later = link();
    reset(stranger, link);

    assertThat(refused(stranger, link)).isEqualTo(GONE);
    assertThat(refused(stranger, digits)).isInstanceOf(Refusal.CodeRejected.class);
    assertThat(refused(stranger, later)).as("of another mail").isEqualTo(GONE);
  }

  @Test
  @DisplayName("[L01] five wrong digits use them up, for the right ones too; the link survives")
  void the_link_survives_dead_digits() {
    FlowHandle flow = forgot(stranger);
    SecretText right = secret("code", 0);
    for (int left = 4; left >= 0; left--) {
      assertThat(refused(stranger, digits(wrong(right, 1 + left), flow)))
          .isEqualTo(new Refusal.CodeRejected(left));
    }

    assertThat(refused(stranger, digits(right, flow))).isEqualTo(GONE);
    assertThat(reset(stranger, link())).isZero();
  }

  @Test
  @DisplayName("[L02] of racing callers with the right link, or the right digits, one is accepted")
  void of_racing_callers_one_is_accepted() {
    Race.rounds(round -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      EmailAddress at = person.account().email().orElseThrow();
      FlowHandle flow = gatehouse().forgotPassword().handle(person.client(), at);
      SecretText token = token(at);
      SecretText code = house().codeTo(at);

      List<Optional<Refusal>> answers = Race.of(
          Race.RACERS,
          racer -> Refusals.maybe(() -> gatehouse()
              .resetPassword()
              .handle(
                  house().client(),
                  racer % 2 == 0
                      ? new ResetPassword.Proof.Link(token)
                      : new ResetPassword.Proof.Digits(at, code, flow),
                  House.newPassword())));

      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
      assertThat(house().events(EventType.PASSWORD_RESET))
          .filteredOn(e -> e.subject().equals(Optional.of(person.account().id())))
          .hasSize(1);
    });
  }

  @Test
  @DisplayName(
      "[L15] a password that will not do does not spend the secret, be it for the name or for anything else")
  void a_bad_password_spends_nothing() {
    forgot(stranger);
    ResetPassword.Proof link = link();

    for (String bad : List.of("short", "my name is " + owner.username().value() + " indeed")) {
      assertThat(Refusals.of(
              () -> gatehouse().resetPassword().handle(stranger, link, new Password(bad))))
          .isInstanceOf(Refusal.PasswordRejected.class);
    }

    assertThat(house().events(EventType.PASSWORD_RESET)).isEmpty();
    assertThat(reset(stranger, link)).isZero();
  }

  @Test
  @DisplayName("[L33] whose name a password may not hold is told to nobody without the secret")
  void the_name_is_no_oracle() {
    FlowHandle flow = forgot(stranger);
    Password named = new Password("my name is " + owner.username().value() + " indeed");
    SecretText bad = wrong(secret("code", 0), 1);

    assertThat(Refusals.of(
            () -> gatehouse().resetPassword().handle(stranger, digits(bad, flow), named)))
        .isEqualTo(new Refusal.CodeRejected(4));
  }

  @Test
  @DisplayName("[L15] a change of password kills what was mailed before it")
  void a_change_kills_what_was_mailed() {
    SignIn.SignedIn in = house().signIn(owner);
    forgot(stranger);
    ResetPassword.Proof link = link();
    gatehouse()
        .changePassword()
        .handle(owner.client(), house().claims(in.tokens()), owner.password(), wanted);

    assertThat(refused(stranger, link)).isEqualTo(GONE);
    assertThat(enters(wanted)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("[L16] what one realm mailed is nothing in another")
  void of_another_realm_it_is_nothing() {
    FlowHandle flow = forgot(stranger);
    Realm other = house().otherRealm();
    Client there = house().clientOf(other);

    assertThat(refused(there, link())).isEqualTo(GONE);
    assertThat(refused(there, digits(secret("code", 0), flow)))
        .isEqualTo(new Refusal.CodeRejected(4));
    assertThat(reset(stranger, link())).isZero();
  }

  @Test
  void it_is_good_for_half_an_hour() {
    FlowHandle flow = forgot(stranger);
    ResetPassword.Proof digits = digits(secret("code", 0), flow);
    later(Duration.ofMinutes(30));

    assertThat(refused(stranger, link())).isEqualTo(GONE);
    assertThat(refused(stranger, digits)).isInstanceOf(Refusal.CodeRejected.class);
  }

  // ---- who asks

  @Test
  @DisplayName("[L33] an unknown address is answered as a known one, and gets no mail")
  void an_unknown_address_is_answered_as_a_known_one() {
    EmailAddress unknown = Fixtures.email();
    FlowHandle flow = gatehouse().forgotPassword().handle(stranger, unknown);

    for (int left = 4; left >= 0; left--) {
      assertThat(refused(
              stranger, new ResetPassword.Proof.Digits(unknown, new SecretText("123456"), flow)))
          .isEqualTo(new Refusal.CodeRejected(left));
    }
    assertThat(house().mailsTo(unknown)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L08] who may not sign in is mailed nothing, and what was mailed before is worth nothing")
  void who_may_not_sign_in_resets_nothing() {
    for (AccountStatus status : List.of(AccountStatus.DISABLED, AccountStatus.LOCKED)) {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      EmailAddress at = person.account().email().orElseThrow();
      gatehouse().forgotPassword().handle(house().client(), at);
      SecretText token = token(at);
      set(person.account(), status);
      gatehouse().forgotPassword().handle(house().client(), at);

      assertThat(house().mailsTo(at)).as("%s", status).hasSize(1);
      assertThat(refused(house().client(), new ResetPassword.Proof.Link(token))).isEqualTo(GONE);
    }
  }

  @Test
  @DisplayName(
      "[L34] no more than five mails an hour go to one address for strangers; a device of the owner's has its own")
  void mails_are_limited() {
    for (int i = 0; i < 5; i++) {
      forgot(house().client());
    }
    assertThat(Refusals.of(() -> forgot(house().client()))).isInstanceOf(Refusal.Throttled.class);
    EmailAddress unknown = Fixtures.email();
    for (int i = 0; i < 5; i++) {
      gatehouse().forgotPassword().handle(house().client(), unknown);
    }
    assertThat(Refusals.of(() -> gatehouse().forgotPassword().handle(house().client(), unknown)))
        .isInstanceOf(Refusal.Throttled.class);

    House.Person known = owner.showing(house().signIn(owner).mark());
    forgot(known.client());
    assertThat(mails(Mail.Kind.PASSWORD_RESET)).hasSize(6);
  }

  @Test
  @DisplayName(
      "[L31] no more than four mails a day have digits in them; the others have the link only")
  void digits_are_mailed_four_times_a_day() {
    for (int hour = 0; hour < 24; hour++) {
      forgot(house().client());
      house().run("mail");
      later(Duration.ofMinutes(59));
    }

    List<Mail> mails = mails(Mail.Kind.PASSWORD_RESET);
    assertThat(mails).hasSize(24).allMatch(mail -> mail.values().containsKey("token"));
    assertThat(mails).filteredOn(mail -> mail.code().isPresent()).hasSize(4);
  }

  @Test
  @DisplayName(
      "[L30][L34] a network gone wild keeps no known device from its mail, and many marks give no more mails than ten an hour")
  void known_devices_have_mails_of_their_own() {
    Client neighbour = house().client("192.0.2.200");
    for (int i = 0; i < 120; i++) {
      gatehouse().forgotPassword().handle(neighbour, Fixtures.email());
    }
    House.Person there = owner.at(house().client("192.0.2.17"));
    assertThat(Refusals.of(() -> forgot(there.client()))).isInstanceOf(Refusal.Throttled.class);

    List<House.Person> devices = Stream.generate(
            () -> there.showing(house().signIn(owner.at(house().client())).mark()))
        .limit(4)
        .toList();
    long mailed = devices.stream()
        .flatMap(device -> Stream.generate(device::client).limit(4))
        .filter(client -> Refusals.maybe(() -> forgot(client)).isEmpty())
        .count();

    assertThat(mailed).isEqualTo(10);
  }

  @Test
  @DisplayName(
      "[L30] a network gone wild keeps nobody from the link or the digits of a mail, and gets nothing by making them up")
  void a_network_gone_wild_keeps_nobody_from_a_mail() {
    Client neighbour = house().client("192.0.2.200");
    for (int i = 0; i < 120; i++) {
      refused(neighbour, new ResetPassword.Proof.Link(new SecretText(Fixtures.unique())));
    }
    FlowHandle made = FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES));
    assertThat(refused(neighbour, digits(new SecretText("123456"), made)))
        .isInstanceOf(Refusal.Throttled.class);

    Client there = house().client("192.0.2.17");
    FlowHandle flow = forgot(stranger);
    assertThat(refused(there, digits(wrong(secret("code", 0), 1), flow)))
        .isEqualTo(new Refusal.CodeRejected(4));
    assertThat(reset(there, link())).isZero();
  }

  @Test
  @DisplayName(
      "[L34][L45] a password is changed thirty times an hour at most, so that the owner hears of every change and is not flooded")
  void changes_are_limited_as_their_mails_are() {
    SignIn.SignedIn in = house().signIn(owner);
    Password current = owner.password();
    for (int i = 0; i < 30; i++) {
      Password next = House.newPassword();
      gatehouse()
          .changePassword()
          .handle(owner.client(), house().claims(in.tokens()), current, next);
      current = next;
    }
    Password last = current;
    assertThat(Refusals.of(() -> gatehouse()
            .changePassword()
            .handle(owner.client(), house().claims(in.tokens()), last, wanted)))
        .isInstanceOf(Refusal.Throttled.class);
    assertThat(mails(Mail.Kind.PASSWORD_CHANGED)).hasSize(30);
    forgot(stranger);
    reset(stranger, link());
    assertThat(mails(Mail.Kind.PASSWORD_CHANGED)).hasSize(31);
  }

  @Test
  @DisplayName(
      "[L45] a reset says which identities are linked, whoever linked them, since they sign in as before")
  void a_reset_says_what_is_linked() {
    Vouched linked = Vouched.ownerOf(house(), owner.account());
    forgot(stranger);

    assertThat(gatehouse().resetPassword().handle(stranger, link(), wanted).identities())
        .extracting(LinkedIdentity::identity)
        .containsExactly(linked.person().identity());
  }

  // ---- helpers

  private FlowHandle forgot(Client client) {
    return gatehouse().forgotPassword().handle(client, email);
  }

  private int reset(Client client, ResetPassword.Proof proof) {
    return gatehouse().resetPassword().handle(client, proof, wanted).ended();
  }

  private Refusal refused(Client client, ResetPassword.Proof proof) {
    return Refusals.of(() -> reset(client, proof));
  }

  private ResetPassword.Proof link() {
    return new ResetPassword.Proof.Link(token(email));
  }

  private ResetPassword.Proof digits(SecretText code, FlowHandle flow) {
    return new ResetPassword.Proof.Digits(email, code, flow);
  }

  /** What the last of these mails to that address says. */
  private SecretText token(EmailAddress at) {
    List<Mail> mails = mailsTo(at, Mail.Kind.PASSWORD_RESET);
    return said(mails.get(mails.size() - 1), "token");
  }

  private SecretText secret(String name, int mail) {
    return said(mails(Mail.Kind.PASSWORD_RESET).get(mail), name);
  }

  private static SecretText said(Mail mail, String name) {
    return Optional.ofNullable(mail.values().get(name)).map(SecretText::new).orElseThrow();
  }

  private List<Mail> mails(Mail.Kind kind) {
    return mailsTo(email, kind);
  }

  private List<Mail> mailsTo(EmailAddress at, Mail.Kind kind) {
    return house().mailsTo(at).stream().filter(mail -> mail.kind() == kind).toList();
  }

  private Refusal signInWith(Password password) {
    return Refusals.of(() -> enters(password));
  }

  private SignIn enters(Password password) {
    return gatehouse()
        .signInWithPassword()
        .handle(owner.client(), new Identifier.ByEmail(email), password, false);
  }
}
