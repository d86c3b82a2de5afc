package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Outing;
import dev.gatehouse.application.linking.Sent;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Purpose;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every secret that is good once, shown by many at once, and when what it is for does not come about. */
public abstract class OneTimeLaws extends Laws {
  private static final int ROUNDS = 10;

  /** Nothing issues these yet. */
  static final Set<Purpose> UNISSUED = Set.of(Purpose.DEVICE_CHALLENGE, Purpose.PASSKEY_CHALLENGE);

  /** Which secret is of which purpose. */
  private static final Map<Purpose, String> TRIED = Map.ofEntries(
      Map.entry(Purpose.EMAIL_VERIFICATION, "verification code"),
      Map.entry(Purpose.EMAIL_CHANGE, "code for a new address"),
      Map.entry(Purpose.EMAIL_REVERT, "link back to the old address"),
      Map.entry(Purpose.MAGIC_LINK, "magic link"),
      Map.entry(Purpose.MAGIC_CODE, "magic digits"),
      Map.entry(Purpose.PASSWORD_RESET, "reset link"),
      Map.entry(Purpose.PASSWORD_RESET_CODE, "reset digits"),
      Map.entry(Purpose.INVITATION, "invitation"),
      Map.entry(Purpose.SOCIAL_LOGIN, "state of a sign-in at a provider"),
      Map.entry(Purpose.SOCIAL_LINK, "state of a link to a provider"),
      Map.entry(Purpose.DEVICE_HANDSHAKE, "handle of a handshake"),
      Map.entry(Purpose.BOT_LINK, "login link"),
      Map.entry(Purpose.SECOND_FACTOR_DUE, "ticket of a sign-in"),
      Map.entry(Purpose.SECOND_FACTOR_ENROLMENT, "ticket to enrol by, with its mailed code"),
      Map.entry(Purpose.SECOND_FACTOR_CODE, "ticket to enrol by, with its mailed code"),
      Map.entry(Purpose.DELETION_UNDO, "ticket that keeps a leaving account"),
      Map.entry(Purpose.NONCE, "nonce of an id_token"));

  /** Somebody shows it; each racer has a number. */
  private interface Showing {
    Object handle(int racer);
  }

  /** @param row without which nothing is done by it */
  private record Secret(String what, EventType row, Supplier<Showing> made) {}

  @TestFactory
  @DisplayName("[L02] of racing callers with one secret one is accepted")
  Stream<DynamicTest> of_racing_callers_one_is_accepted() {
    return secrets()
        .map(secret -> DynamicTest.dynamicTest(
            "[L02] " + secret.what(), () -> assertOneOfMany(secret.made())));
  }

  @TestFactory
  @DisplayName("[L15] a secret whose change does not come about is not spent")
  Stream<DynamicTest> what_does_not_come_about_spends_nothing() {
    return secrets()
        .map(secret -> DynamicTest.dynamicTest("[L15] " + secret.what(), () -> {
          Showing showing = secret.made().get();
          engine().failToRecord(secret.row());
          assertThatThrownBy(() -> showing.handle(0)).isInstanceOf(IllegalStateException.class);

          engine().failToRecord();
          assertThat(accepted(showing, 0)).isTrue();
          assertThat(accepted(showing, 1)).as("and then it is").isFalse();
        }));
  }

  @TestFactory
  @DisplayName("[L09] of racing callers with one code, each at another door, one is accepted")
  Stream<DynamicTest> of_racing_doors_one_is_opened() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "[L09] of the authenticator", () -> assertOneOfMany(this::codeAtEveryDoor)),
        DynamicTest.dynamicTest(
            "[L09] of recovery", () -> assertOneOfMany(() -> atEitherDoor(true))));
  }

  @Test
  @DisplayName("[L02] [L15] of every purpose there is a secret among these")
  void every_purpose_is_tried() {
    assertThat(TRIED.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(UNISSUED)));
    assertThat(secrets().map(Secret::what)).containsAll(TRIED.values());
  }

  private static void assertOneOfMany(Supplier<Showing> made) {
    Race.rounds(ROUNDS, round -> {
      Showing showing = made.get();
      assertThat(Race.of(Race.RACERS, racer -> accepted(showing, racer))).containsOnlyOnce(true);
    });
  }

  private static boolean accepted(Showing showing, int racer) {
    return Refusals.maybe(() -> showing.handle(racer)).isEmpty();
  }

  // ---- the secrets

  private Stream<Secret> secrets() {
    return Stream.of(handedOut(), ofWhoIsKnownElsewhere(), ofWhoIsSentToAProvider())
        .flatMap(some -> some);
  }

  private Stream<Secret> handedOut() {
    return Stream.of(
        new Secret("verification code", EventType.ACCOUNT_REGISTERED, () -> {
          Registrant waiting = Registrant.of(house());
          SecretText code = waiting.code();
          return racer -> waiting.verify(code);
        }),
        new Secret("magic link", EventType.SIGNED_IN, () -> {
          Reader reader = new Reader();
          FlowHandle flow = reader.askForLink();
          SecretText token = reader.said(Mail.Kind.MAGIC_LINK, "token");
          return racer -> enter(new SignInWithMagicLink.Proof.Link(
              token, Optional.of(flow).filter(f -> racer % 2 == 0), true));
        }),
        new Secret("magic digits", EventType.SIGNED_IN, () -> {
          Reader reader = new Reader();
          FlowHandle flow = reader.askForLink();
          SecretText code = reader.said(Mail.Kind.MAGIC_LINK, "code");
          return racer -> enter(new SignInWithMagicLink.Proof.Digits(reader.email(), code, flow));
        }),
        new Secret("reset link", EventType.PASSWORD_RESET, () -> {
          Reader reader = new Reader();
          reader.forget();
          SecretText token = reader.said(Mail.Kind.PASSWORD_RESET, "token");
          return racer -> reset(new ResetPassword.Proof.Link(token));
        }),
        new Secret("reset digits", EventType.PASSWORD_RESET, () -> {
          Reader reader = new Reader();
          FlowHandle flow = reader.forget();
          SecretText code = reader.said(Mail.Kind.PASSWORD_RESET, "code");
          return racer -> reset(new ResetPassword.Proof.Digits(reader.email(), code, flow));
        }),
        new Secret("code for a new address", EventType.EMAIL_CHANGED, () -> {
          Reader reader = new Reader();
          SecretText code = reader.askForAddress();
          return racer -> reader.confirm(code);
        }),
        new Secret("link back to the old address", EventType.EMAIL_REVERTED, () -> {
          Reader reader = new Reader();
          reader.confirm(reader.askForAddress());
          SecretText link = reader.said(Mail.Kind.EMAIL_CHANGED_OLD, "token");
          return racer -> gatehouse().revertEmail().handle(house().client(), link);
        }),
        new Secret("invitation", EventType.INVITATION_TAKEN, () -> {
          SecretText invitation = gatehouse()
              .issueInvitation()
              .handle(new IssueInvitation.Command(
                  Actor.operator("test"),
                  house().realm(),
                  Role.USER,
                  Optional.empty(),
                  Optional.empty()))
              .secret();
          return racer -> gatehouse()
              .register()
              .handle(
                  house().client(),
                  Register.Command.of(Fixtures.username(), House.newPassword())
                      .invited(invitation));
        }),
        new Secret("ticket that keeps a leaving account", EventType.DELETION_UNDONE, () -> {
          Reader reader = new Reader();
          gatehouse().deleteAccount().handle(reader.person.client(), reader.claims);
          SecretText ticket = ((SignIn.Leaving) signIn(reader.person)).ticket();
          return racer -> done(() -> gatehouse().restoreAccount().handle(house().client(), ticket));
        }),
        new Secret("ticket of a sign-in", EventType.SIGNED_IN, () -> {
          Careful owner = Careful.of(house());
          SecretText ticket = owner.ticket();
          return racer -> owner.complete(ticket, owner.recovery(racer));
        }),
        new Secret(
            "ticket to enrol by, with its mailed code", EventType.SIGNED_IN, this::enrolling),
        new Secret("recovery code at a step-up", EventType.STEPPED_UP, () -> atEitherDoor(false)),
        new Secret("code of the authenticator at a step-up", EventType.STEPPED_UP, () -> {
          Careful owner = Careful.of(house());
          FactorCode code = owner.code();
          return racer -> stepUp(owner, code);
        }));
  }

  /** Of somebody who has no account before. */
  private Stream<Secret> ofWhoIsKnownElsewhere() {
    return Stream.of(
        new Secret("proof of an identity", EventType.SIGNED_IN, () -> {
          Proof proof = Vouched.of(house()).proof();
          return racer ->
              gatehouse().signInWithIdentity().handle(house().client(), proof, Arrival.NEWCOMER);
        }),
        new Secret("number of a handshake", EventType.HANDSHAKE_CONFIRMED, () -> {
          Vouched ada = Vouched.of(house());
          BeginHandshake.Begun begun = opened(ada);
          return racer -> done(() -> confirm(begun, ada));
        }),
        new Secret("handle of a handshake", EventType.SIGNED_IN, () -> {
          Vouched ada = Vouched.of(house());
          BeginHandshake.Begun begun = opened(ada);
          confirm(begun, ada);
          return racer -> gatehouse()
              .collectHandshake()
              .handle(house().client(), begun.id(), begun.flow(), Arrival.NEWCOMER);
        }),
        new Secret("login link", EventType.SIGNED_IN, () -> {
          SecretText token = gatehouse()
              .issueLoginLink()
              .handle(house().realm(), Vouched.of(house()).person())
              .token();
          return racer -> gatehouse()
              .signInWithLoginLink()
              .handle(house().client(), token, true, Arrival.NEWCOMER);
        }));
  }

  /** Each racer has a code, or a token, of his own. */
  private Stream<Secret> ofWhoIsSentToAProvider() {
    return Stream.of(
        new Secret("state of a sign-in at a provider", EventType.SIGNED_IN, () -> {
          Vouched ada = Vouched.of(house());
          Client browser = house().client();
          Sent sent = gatehouse().beginProviderSignIn().handle(browser, outing());
          return racer ->
              gatehouse().finishProviderSignIn().handle(browser, ada.agree(sent), Arrival.NEWCOMER);
        }),
        new Secret("state of a link to a provider", EventType.IDENTITY_LINKED, () -> {
          Vouched ada = Vouched.of(house());
          House.Person person = house().person();
          AccessClaims caller = house().claims(house().signIn(person).tokens());
          Sent sent = gatehouse().beginProviderLink().handle(person.client(), caller, outing());
          return racer -> done(() ->
              gatehouse().finishProviderLink().handle(person.client(), caller, ada.agree(sent)));
        }),
        new Secret("nonce of an id_token", EventType.SIGNED_IN, () -> {
          Vouched ada = Vouched.of(house());
          SecretText nonce = gatehouse().issueNonce().handle(house().client());
          return racer -> byToken(ada.idToken(nonce), nonce);
        }),
        new Secret("id_token of a provider that sends no nonces back", EventType.SIGNED_IN, () -> {
          String token = Vouched.of(house()).idToken();
          return racer -> byToken(token, gatehouse().issueNonce().handle(house().client()));
        }));
  }

  private static Outing outing() {
    return new Outing(
        Vouched.PROVIDER, "https://customers.example.com/back", Optional.empty(), Arrival.NEWCOMER);
  }

  private Object byToken(String token, SecretText nonce) {
    return gatehouse()
        .signInWithIdentity()
        .handle(house().client(), Vouched.PROVIDER, token, nonce, Arrival.NEWCOMER);
  }

  private BeginHandshake.Begun opened(Vouched by) {
    BeginHandshake.Begun begun = gatehouse().beginHandshake().handle(house().client());
    gatehouse().openHandshake().handle(house().realm(), begun.id(), by.person());
    return begun;
  }

  private void confirm(BeginHandshake.Begun begun, Vouched by) {
    gatehouse()
        .confirmHandshake()
        .handle(house().realm(), begun.id(), by.person(), begun.match().reveal());
  }

  private Showing enrolling() {
    House.Person staff =
        house().resident(AnAccount.in(house().staffRealm().key()).roles(Role.VIEWER));
    SecretText ticket = ((SignIn.EnrolmentDue) signIn(staff)).ticket();
    Enroller enroller = new Enroller.ByTicket(ticket);
    String uri =
        gatehouse().setUpAuthenticator().handle(staff.client(), enroller).uri();
    EnrolAuthenticator.Proof proof = new EnrolAuthenticator.Proof(
        new SecretText(Careful.shown(uri, now())),
        Optional.of(house().codeTo(staff.account().email().orElseThrow())));
    return racer -> gatehouse().enrolAuthenticator().handle(staff.client(), enroller, proof);
  }

  /** One code of the authenticator: to complete a sign-in, to step up, to be told whether it is right. */
  private Showing codeAtEveryDoor() {
    Careful owner = Careful.of(house());
    List<SecretText> tickets = List.of(owner.ticket(), owner.ticket());
    FactorCode code = owner.code();
    return racer -> switch (racer % 3) {
      case 0 -> owner.complete(tickets.get(racer / 3), code);
      case 1 -> stepUp(owner, code);
      default -> validated(owner, code);
    };
  }

  /** One recovery code: to step up, and to complete a sign-in besides. */
  private Showing atEitherDoor(boolean both) {
    Careful owner = Careful.of(house());
    List<SecretText> tickets = List.of(owner.ticket(), owner.ticket(), owner.ticket());
    FactorCode code = owner.recovery(0);
    return racer ->
        both && racer % 2 == 0 ? owner.complete(tickets.get(racer / 2), code) : stepUp(owner, code);
  }

  private Object stepUp(Careful owner, FactorCode code) {
    return gatehouse()
        .reauthenticate()
        .handle(
            owner.person().client(),
            owner.claims(),
            Optional.of(owner.person().password()),
            Optional.of(code));
  }

  private boolean validated(Careful owner, FactorCode code) {
    if (!gatehouse().validateCode().handle(owner.person().client(), owner.claims(), code.text())) {
      throw new Refusal.SecondFactorRejected().thrown();
    }
    return true;
  }

  private SignIn signIn(House.Person person) {
    return gatehouse()
        .signInWithPassword()
        .handle(person.client(), person.name(), person.password(), false);
  }

  private Object enter(SignInWithMagicLink.Proof proof) {
    return gatehouse()
        .signInWithMagicLink()
        .handle(house().client(), new SignInWithMagicLink.Command(proof, false, false));
  }

  private Object reset(ResetPassword.Proof proof) {
    return gatehouse().resetPassword().handle(house().client(), proof, House.newPassword());
  }

  private static Object done(Runnable work) {
    work.run();
    return true;
  }

  /** Somebody with a mailbox, signed in. */
  private final class Reader {
    private final House.Person person =
        house().resident(AnAccount.in(house().realm().key()));
    private final AccessClaims claims = house().claims(house().signIn(person).tokens());

    EmailAddress email() {
      return person.account().email().orElseThrow();
    }

    FlowHandle askForLink() {
      return gatehouse()
          .askForMagicLink()
          .handle(house().client(), AskForMagicLink.Command.of(email()));
    }

    FlowHandle forget() {
      return gatehouse().forgotPassword().handle(house().client(), email());
    }

    SecretText askForAddress() {
      EmailAddress wanted = Fixtures.email();
      gatehouse().askForEmailChange().handle(person.client(), claims, wanted);
      return house().codeTo(wanted);
    }

    EmailAddress confirm(SecretText code) {
      return gatehouse().confirmEmailChange().handle(person.client(), claims, code);
    }

    SecretText said(Mail.Kind kind, String name) {
      return house().said(email(), kind, name);
    }
  }
}
