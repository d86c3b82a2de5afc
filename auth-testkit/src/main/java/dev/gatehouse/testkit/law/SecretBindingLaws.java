package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Callback;
import dev.gatehouse.application.linking.Outing;
import dev.gatehouse.application.linking.Sent;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.secondfactor.SetUpAuthenticator;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.Vouched;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every secret that is handed out, tried at every door that is not its own. */
public abstract class SecretBindingLaws extends Laws {
  private static final String CODE = "code";
  private static final String HANDLE = "flow handle";
  private static final String ACCESS = "access token";
  private static final String REFRESH = "refresh token";
  private static final String MARK = "device mark";
  private static final String TICKET = "second-factor ticket";
  private static final String ENROLMENT = "enrolment ticket";
  private static final String PASSWORD = "password";
  private static final String RESET_LINK = "reset link";
  private static final String RESET_CODE = "reset code";
  private static final String MAGIC_LINK = "magic link";
  private static final String MAGIC_CODE = "magic code";
  private static final String CHANGE_CODE = "code for a new address";
  private static final String REVERT_LINK = "link back to the old address";

  private static final String INVITATION = "invitation";
  private static final String KEEPING = "ticket to keep a leaving account";
  private static final String RECOVERY = "recovery code";
  private static final String FACTOR_CODE = "code to enrol a factor";
  private static final String HANDSHAKE = "handshake";
  private static final String COLLECTOR = "handle of a handshake";
  private static final String LOGIN_LINK = "login link";
  private static final String STATE = "state of a sign-in at a provider";
  private static final String TRAVELLER = "handle of who was sent to a provider";
  private static final String LINK_STATE = "state of a link to a provider";
  private static final String NONCE = "nonce";

  private static final List<String> MAILED =
      List.of(RESET_LINK, RESET_CODE, MAGIC_LINK, MAGIC_CODE, CHANGE_CODE, REVERT_LINK);
  private static final List<String> GUARDED =
      List.of(TICKET, ENROLMENT, FACTOR_CODE, RECOVERY, KEEPING, INVITATION);
  private static final List<String> ELSEWHERE = List.of(HANDSHAKE, COLLECTOR, LOGIN_LINK);
  private static final List<String> AT_A_PROVIDER = List.of(STATE, TRAVELLER, LINK_STATE, NONCE);

  /** Which kind is of which purpose. */
  private static final Map<Purpose, String> TRIED = Map.ofEntries(
      Map.entry(Purpose.EMAIL_VERIFICATION, CODE),
      Map.entry(Purpose.EMAIL_CHANGE, CHANGE_CODE),
      Map.entry(Purpose.EMAIL_REVERT, REVERT_LINK),
      Map.entry(Purpose.MAGIC_LINK, MAGIC_LINK),
      Map.entry(Purpose.MAGIC_CODE, MAGIC_CODE),
      Map.entry(Purpose.PASSWORD_RESET, RESET_LINK),
      Map.entry(Purpose.PASSWORD_RESET_CODE, RESET_CODE),
      Map.entry(Purpose.INVITATION, INVITATION),
      Map.entry(Purpose.SOCIAL_LOGIN, STATE),
      Map.entry(Purpose.SOCIAL_LINK, LINK_STATE),
      Map.entry(Purpose.DEVICE_HANDSHAKE, HANDSHAKE),
      Map.entry(Purpose.BOT_LINK, LOGIN_LINK),
      Map.entry(Purpose.SECOND_FACTOR_DUE, TICKET),
      Map.entry(Purpose.SECOND_FACTOR_ENROLMENT, ENROLMENT),
      Map.entry(Purpose.SECOND_FACTOR_CODE, FACTOR_CODE),
      Map.entry(Purpose.DELETION_UNDO, KEEPING),
      Map.entry(Purpose.NONCE, NONCE));

  // ---- codes

  @Test
  @DisplayName(
      "[L03] the code of one address is refused for another, and spends nothing of its own")
  void a_code_of_another_address_is_refused() {
    Registrant one = Registrant.of(house());
    Registrant two = differentFrom(one.code());
    SecretText ones = one.code();

    assertRejected(two, two.flow(), ones);
    assertRejected(two, one.flow(), ones);

    assertThat(one.verify(ones).account().email()).contains(one.email());
  }

  @Test
  @DisplayName(
      "[L03] the code mailed for one handle is refused under a rival's, for the same address")
  void a_code_of_another_handle_is_refused() {
    Registrant one = Registrant.of(house());
    SecretText ones = one.code();
    Registrant two = Registrant.of(house(), one.email());
    SecretText twos = two.code();
    if (ones.reveal().equals(twos.reveal())) {
      return;
    }

    assertRejected(two, two.flow(), ones);
    assertRejected(one, one.flow(), twos);
  }

  @Test
  @DisplayName(
      "[L03] a handle without its code, an empty code and a code with more behind it are refused")
  void a_handle_alone_is_refused() {
    Registrant one = Registrant.of(house());
    SecretText right = one.code();

    assertRejected(one, one.flow(), new SecretText(""));
    assertRejected(one, one.flow(), new SecretText(right.reveal() + "0"));
    assertRejected(one, one.flow(), new SecretText(right.reveal().substring(0, 5)));
    assertRejected(one, one.flow(), new SecretText(one.flow().text()));
  }

  private void assertRejected(Registrant registrant, FlowHandle flow, SecretText code) {
    assertThat(Refusals.of(() -> gatehouse()
            .verifyEmail()
            .handle(registrant.client(), VerifyEmail.Command.of(registrant.email(), code, flow))))
        .isInstanceOf(Refusal.CodeRejected.class);
  }

  private Registrant differentFrom(SecretText code) {
    return Stream.generate(() -> Registrant.of(house()))
        .filter(registrant -> !registrant.code().reveal().equals(code.reveal()))
        .findFirst()
        .orElseThrow();
  }

  // ---- every secret at every other door

  @TestFactory
  @DisplayName("[L03] no secret is accepted as any other")
  Stream<DynamicTest> no_secret_is_accepted_as_another() {
    return kinds()
        .flatMap(kind -> kinds()
            .filter(door -> !door.equals(kind))
            .map(door -> DynamicTest.dynamicTest("[L03] no " + kind + " as a " + door, () -> {
              Owner owner = new Owner();
              owner.tryAs(door, owner.secret(kind));
            })));
  }

  @Test
  @DisplayName("[L03] of every purpose there is a secret among these, and a door")
  void every_purpose_is_tried() {
    assertThat(TRIED.keySet())
        .isEqualTo(EnumSet.complementOf(EnumSet.copyOf(OneTimeLaws.UNISSUED)));
    assertThat(kinds()).containsAll(TRIED.values()).doesNotHaveDuplicates();
  }

  private static Stream<String> kinds() {
    return Stream.of(
            List.of(CODE, HANDLE, ACCESS, REFRESH, MARK, PASSWORD),
            MAILED,
            GUARDED,
            ELSEWHERE,
            AT_A_PROVIDER)
        .flatMap(List::stream);
  }

  private static <T> Supplier<T> once(Supplier<T> making) {
    List<T> made = new ArrayList<>(1);
    return () -> {
      if (made.isEmpty()) {
        made.add(making.get());
      }
      return made.get(0);
    };
  }

  /** Somebody who has one of everything; what others have as well is made when it is needed. */
  private final class Owner {
    private final Registrant waiting = Registrant.of(house());
    private final SecretText code = waiting.code();
    private final House.Person person = house().person();
    private final SignIn.SignedIn signedIn = house().signIn(person);
    private final Supplier<Mailed> mailed = once(Mailed::new);
    private final Supplier<Guarded> guarded = once(Guarded::new);
    private final Supplier<Elsewhere> elsewhere = once(Elsewhere::new);
    private final Supplier<Traveller> traveller = once(Traveller::new);

    String secret(String kind) {
      return Optional.ofNullable(secrets(kind).get(kind)).orElseThrow();
    }

    private Map<String, String> secrets(String kind) {
      if (MAILED.contains(kind)) {
        return mailed.get().secrets();
      }
      if (GUARDED.contains(kind)) {
        return guarded.get().secrets();
      }
      if (ELSEWHERE.contains(kind)) {
        return elsewhere.get().secrets();
      }
      return AT_A_PROVIDER.contains(kind) ? traveller.get().secrets() : own();
    }

    private Map<String, String> own() {
      Tokens tokens = signedIn.tokens();
      return Map.of(
          CODE, code.reveal(),
          HANDLE, waiting.flow().text(),
          ACCESS, tokens.access().reveal(),
          REFRESH, tokens.refresh().reveal(),
          MARK, signedIn.mark().text(),
          PASSWORD, text(person.password()));
    }

    private void tryAs(String door, String secret) {
      Map<String, Consumer<String>> doors = Map.of(
          CODE, this::asCode,
          HANDLE, this::asHandle,
          ACCESS, this::asAccessToken,
          REFRESH, this::asRefreshToken,
          MARK, this::asMark,
          PASSWORD, this::asPassword);
      Optional.ofNullable(doors.get(door))
          .orElse(shown -> {
            if (MAILED.contains(door)) {
              mailed.get().tryAs(door, new SecretText(shown));
            } else if (ELSEWHERE.contains(door)) {
              elsewhere.get().tryAs(door, shown);
            } else if (AT_A_PROVIDER.contains(door)) {
              traveller.get().tryAs(door, new SecretText(shown));
            } else {
              guarded.get().tryAs(door, new SecretText(shown));
            }
          })
          .accept(secret);
    }

    private void asCode(String secret) {
      assertRejected(waiting, waiting.flow(), new SecretText(secret));
      assertThat(Refusals.of(() -> Registrant.verifyWithoutHandle(
              house(), waiting.email(), new SecretText(secret), Optional.empty())))
          .isInstanceOf(Refusal.CodeRejected.class);
    }

    /** Whoever knows the code but not the handle gets no wish of the registrant's: neither the name nor the password. */
    private void asHandle(String secret) {
      Optional<FlowHandle> handle = FlowHandle.parse(secret);
      if (handle.isEmpty()) {
        return;
      }
      EmailAddress email = waiting.email();
      SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
          .verifyEmail()
          .handle(waiting.client(), VerifyEmail.Command.of(email, code, handle.get()));
      assertThat(in.account().username()).isEmpty();
      assertThat(entry(in.account()).password()).isEmpty();
    }

    private void asAccessToken(String secret) {
      assertThat(Refusals.of(() ->
              gatehouse().verifyAccessToken().handle(house().realm(), new AccessToken(secret))))
          .isEqualTo(new Refusal.TokenRejected());
    }

    private void asRefreshToken(String secret) {
      RefreshToken token = new RefreshToken(secret);
      assertThat(Refusals.of(() -> gatehouse().rotateSession().handle(person.client(), token)))
          .isEqualTo(new Refusal.RefreshRejected());
      gatehouse().signOut().handle(person.client(), token);
      assertThat(house().claims(signedIn.tokens()).subject())
          .isEqualTo(person.account().id());
    }

    /** A device that is known would go on being judged where a stranger from the same network is locked out. */
    private void asMark(String secret) {
      Client client = person.client();
      for (int i = 0; i < 5; i++) {
        Refusals.of(() -> gatehouse()
            .signInWithPassword()
            .handle(client, person.name(), new Password("a wrong one"), false));
      }
      assertThat(Refusals.of(() -> house().signIn(person.showing(new DeviceMark(secret)))))
          .isInstanceOf(Refusal.LockedOut.class);
      assertThat(house().signIn(person.showing(signedIn.mark())).account().id())
          .isEqualTo(person.account().id());
    }

    private void asPassword(String secret) {
      assertThat(Refusals.of(() -> gatehouse()
              .signInWithPassword()
              .handle(house().client(), person.name(), new Password(secret), false)))
          .isEqualTo(new Refusal.CredentialsRejected());
    }
  }

  /** Somebody to whom everything was mailed that can be, and what of it is refused as something else. */
  private final class Mailed {
    private final House.Person person =
        house().resident(AnAccount.in(house().realm().key()));
    private final AccessClaims claims = house().claims(house().signIn(person).tokens());
    private final EmailAddress old = person.account().email().orElseThrow();
    private final EmailAddress email = Fixtures.email();
    private final EmailAddress wanted = Fixtures.email();
    private final FlowHandle reset;
    private final FlowHandle magic;

    Mailed() {
      gatehouse().askForEmailChange().handle(person.client(), claims, email);
      gatehouse().confirmEmailChange().handle(person.client(), claims, house().codeTo(email));
      reset = gatehouse().forgotPassword().handle(person.client(), email);
      magic =
          gatehouse().askForMagicLink().handle(person.client(), AskForMagicLink.Command.of(email));
      gatehouse().askForEmailChange().handle(person.client(), claims, wanted);
    }

    Map<String, String> secrets() {
      return Map.of(
          RESET_LINK, said(email, Mail.Kind.PASSWORD_RESET, "token"),
          RESET_CODE, said(email, Mail.Kind.PASSWORD_RESET, "code"),
          MAGIC_LINK, said(email, Mail.Kind.MAGIC_LINK, "token"),
          MAGIC_CODE, said(email, Mail.Kind.MAGIC_LINK, "code"),
          CHANGE_CODE, said(wanted, Mail.Kind.EMAIL_CHANGE_CODE, "code"),
          REVERT_LINK, said(old, Mail.Kind.EMAIL_CHANGED_OLD, "token"));
    }

    private String said(EmailAddress to, Mail.Kind kind, String name) {
      return house().said(to, kind, name).reveal();
    }

    void tryAs(String door, SecretText secret) {
      assertThat(Refusals.of(() -> present(door, secret))).isInstanceOf(Refusal.CodeRejected.class);
      // and its own is as good as before
      present(door, new SecretText(Optional.ofNullable(secrets().get(door)).orElseThrow()));
    }

    private void present(String door, SecretText secret) {
      Client client = person.client();
      switch (door) {
        case RESET_LINK -> reset(new ResetPassword.Proof.Link(secret));
        case RESET_CODE -> reset(new ResetPassword.Proof.Digits(email, secret, reset));
        case MAGIC_LINK ->
          enter(new SignInWithMagicLink.Proof.Link(secret, Optional.of(magic), true));
        case MAGIC_CODE -> enter(new SignInWithMagicLink.Proof.Digits(email, secret, magic));
        case CHANGE_CODE -> gatehouse().confirmEmailChange().handle(client, claims, secret);
        default -> gatehouse().revertEmail().handle(client, secret);
      }
    }

    private void reset(ResetPassword.Proof proof) {
      gatehouse().resetPassword().handle(person.client(), proof, House.newPassword());
    }

    private void enter(SignInWithMagicLink.Proof proof) {
      gatehouse()
          .signInWithMagicLink()
          .handle(person.client(), new SignInWithMagicLink.Command(proof, false, false));
    }
  }

  /** What stands before a session, an account or a factor, and what is refused in its place. */
  private final class Guarded {
    private final Careful careful = Careful.of(house());
    private final House.Person staff =
        house().resident(AnAccount.in(house().staffRealm().key()).roles(Role.VIEWER));
    private final SecretText enrolment = ((SignIn.EnrolmentDue) answer(staff)).ticket();
    private final SetUpAuthenticator.Begun begun =
        gatehouse().setUpAuthenticator().handle(staff.client(), new Enroller.ByTicket(enrolment));
    private final Map<String, String> secrets = Map.of(
        TICKET, careful.ticket().reveal(),
        ENROLMENT, enrolment.reveal(),
        FACTOR_CODE, house().codeTo(staff.account().email().orElseThrow()).reveal(),
        RECOVERY, careful.codes().get(0).reveal(),
        KEEPING, keeping(),
        INVITATION, invitation());

    Map<String, String> secrets() {
      return secrets;
    }

    private SignIn answer(House.Person person) {
      return gatehouse()
          .signInWithPassword()
          .handle(person.client(), person.name(), person.password(), false);
    }

    private String keeping() {
      House.Person leaving = house().person();
      Tokens tokens = house().signIn(leaving).tokens();
      gatehouse().deleteAccount().handle(leaving.client(), house().claims(tokens));
      return ((SignIn.Leaving) answer(leaving)).ticket().reveal();
    }

    private String invitation() {
      return gatehouse()
          .issueInvitation()
          .handle(new IssueInvitation.Command(
              Actor.operator("test"),
              house().realm(),
              Role.USER,
              Optional.empty(),
              Optional.empty()))
          .secret()
          .reveal();
    }

    void tryAs(String door, SecretText secret) {
      assertThat(Refusals.of(() -> present(door, secret)))
          .isInstanceOfAny(
              Refusal.CodeRejected.class,
              Refusal.SecondFactorRejected.class,
              Refusal.InvitationRejected.class);
      // and its own is as good as before
      present(door, new SecretText(Optional.ofNullable(secrets.get(door)).orElseThrow()));
    }

    private void present(String door, SecretText secret) {
      Client client = careful.person().client();
      switch (door) {
        case TICKET -> gatehouse().completeSignIn().handle(client, secret, careful.code());
        case ENROLMENT -> enrol(secret, house().codeTo(staff.account().email().orElseThrow()));
        case FACTOR_CODE -> enrol(enrolment, secret);
        case RECOVERY ->
          gatehouse()
              .reauthenticate()
              .handle(
                  client,
                  careful.claims(),
                  Optional.of(careful.person().password()),
                  Optional.of(FactorCode.recovery(secret.reveal())));
        case KEEPING -> gatehouse().restoreAccount().handle(client, secret);
        default ->
          gatehouse()
              .register()
              .handle(
                  client,
                  Register.Command.of(Fixtures.username(), House.newPassword()).invited(secret));
      }
    }

    private void enrol(SecretText ticket, SecretText mailed) {
      gatehouse()
          .enrolAuthenticator()
          .handle(
              staff.client(),
              new Enroller.ByTicket(ticket),
              new EnrolAuthenticator.Proof(
                  new SecretText(Careful.shown(begun.secret(), now())), Optional.of(mailed)));
    }
  }

  /** Somebody whom a provider vouches for, with a browser that he has let in and a link that he was given. */
  private final class Elsewhere {
    private final Vouched ada = Vouched.of(house());
    private final BeginHandshake.Begun begun =
        gatehouse().beginHandshake().handle(house().client());
    private final SecretText link;

    Elsewhere() {
      ada.enter();
      link = gatehouse().issueLoginLink().handle(house().realm(), ada.person()).token();
      gatehouse().openHandshake().handle(house().realm(), begun.id(), ada.person());
      gatehouse()
          .confirmHandshake()
          .handle(house().realm(), begun.id(), ada.person(), begun.match().reveal());
    }

    Map<String, String> secrets() {
      return Map.of(
          HANDSHAKE, begun.id().text(), COLLECTOR, begun.flow().text(), LOGIN_LINK, link.reveal());
    }

    void tryAs(String door, String secret) {
      assertThat(Refusals.of(() -> present(door, secret)))
          .isEqualTo(new Refusal.IdentityRejected());
      if (door.equals(HANDSHAKE)) {
        HandshakeId.parse(secret).ifPresent(this::assertOpensNothing);
      }
      // and its own is as good as before
      present(door, Optional.ofNullable(secrets().get(door)).orElseThrow());
    }

    private void present(String door, String secret) {
      switch (door) {
        case HANDSHAKE -> collect(HandshakeId.parse(secret), Optional.of(begun.flow()));
        case COLLECTOR -> collect(Optional.of(begun.id()), FlowHandle.parse(secret));
        default ->
          gatehouse()
              .signInWithLoginLink()
              .handle(house().client(), new SecretText(secret), true, Arrival.NEWCOMER);
      }
    }

    private void assertOpensNothing(HandshakeId id) {
      assertThat(Refusals.of(
              () -> gatehouse().openHandshake().handle(house().realm(), id, ada.person())))
          .isEqualTo(new Refusal.NotFound());
    }

    /** What has not the shape of an id, or of a handle, is turned away by whoever reads it. */
    private void collect(Optional<HandshakeId> id, Optional<FlowHandle> flow) {
      if (id.isEmpty() || flow.isEmpty()) {
        throw new Refusal.IdentityRejected().thrown();
      }
      gatehouse()
          .collectHandshake()
          .handle(house().client(), id.get(), flow.get(), Arrival.NEWCOMER);
    }
  }

  /** Somebody whose browser was sent to a provider, once to sign in and once to link, and whose app asks one for a token. */
  private final class Traveller {
    private final Vouched ada = Vouched.of(house());
    private final House.Person person = house().person();
    private final AccessClaims claims = house().claims(house().signIn(person).tokens());
    private final Sent toSignIn;
    private final Sent toLink;
    private final SecretText nonce;

    Traveller() {
      Outing outing = new Outing(
          Vouched.PROVIDER,
          "https://customers.example.com/back",
          Optional.empty(),
          Arrival.NEWCOMER);
      toSignIn = gatehouse().beginProviderSignIn().handle(person.client(), outing);
      toLink = gatehouse().beginProviderLink().handle(person.client(), claims, outing);
      nonce = gatehouse().issueNonce().handle(person.client());
    }

    Map<String, String> secrets() {
      return Map.of(
          STATE, toSignIn.state().reveal(),
          TRAVELLER, toSignIn.flow().text(),
          LINK_STATE, toLink.state().reveal(),
          NONCE, nonce.reveal());
    }

    void tryAs(String door, SecretText secret) {
      assertThat(Refusals.of(() -> present(door, secret)))
          .isEqualTo(new Refusal.IdentityRejected());
      // and its own is as good as before
      present(door, new SecretText(Optional.ofNullable(secrets().get(door)).orElseThrow()));
    }

    private void present(String door, SecretText secret) {
      Client client = person.client();
      switch (door) {
        case STATE -> finish(back(toSignIn, secret, Optional.of(toSignIn.flow())));
        case TRAVELLER ->
          finish(back(toSignIn, toSignIn.state(), FlowHandle.parse(secret.reveal())));
        case LINK_STATE ->
          gatehouse()
              .finishProviderLink()
              .handle(client, claims, back(toLink, secret, Optional.of(toLink.flow())));
        default ->
          gatehouse()
              .signInWithIdentity()
              .handle(client, Vouched.PROVIDER, ada.idToken(secret), secret, Arrival.NEWCOMER);
      }
    }

    private Callback back(Sent sent, SecretText state, Optional<FlowHandle> flow) {
      Callback agreed = ada.agree(sent);
      return new Callback(
          agreed.provider(), state, flow, agreed.code(), Optional.empty(), Optional.empty());
    }

    private void finish(Callback callback) {
      gatehouse().finishProviderSignIn().handle(person.client(), callback, Arrival.PLAIN);
    }
  }

  static String text(Password password) {
    return new String(password.utf8(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
