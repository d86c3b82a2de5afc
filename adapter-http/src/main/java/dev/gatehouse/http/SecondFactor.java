package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.secondfactor.SetUpAuthenticator;
import dev.gatehouse.application.secondfactor.ShowSecondFactor;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.credential.TotpSecret;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The second factor: enrolling it, showing it, and taking it away. */
final class SecondFactor {
  private static final Field CODE =
      Field.text("code", 128, "what the authenticator shows; or recovery_code");
  private static final Field RECOVERY_CODE =
      Field.text("recovery_code", 128, "one of the recovery codes, instead of code");

  static final Fields VERIFY = Fields.of(
      Field.text("code", 128, "what the authenticator shows").needed(),
      Field.text("mail_code", 128, "where setting up said mail_code_required"),
      DeviceMarks.FIELD);
  static final Fields COMPLETE = Fields.of(CODE, RECOVERY_CODE, DeviceMarks.FIELD);
  static final Fields VALIDATE = Fields.of(
      Field.text("code", 128, "what the authenticator shows").needed(), DeviceMarks.FIELD);
  static final Fields DISABLE = Fields.of(
      Field.text("password", Password.MAX_CHARS, "where the account has one"),
      CODE,
      RECOVERY_CODE,
      DeviceMarks.FIELD);

  private final Gatehouse gatehouse;

  SecondFactor(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /**
   * What the authenticator is told.
   *
   * @param qrUri the same as a key URI, and {@code qrSvg} that as a picture
   */
  record SetUpView(TotpSecret secret, String qrUri, String qrSvg, boolean mailCodeRequired) {
    @Override
    public String toString() {
      return "SetUpView[…]";
    }
  }

  /** A set that is shown this once. */
  record CodesView(List<RecoveryCode> recoveryCodes) {}

  /** Whether the code was right; it is spent then. */
  record ValidView(boolean valid) {}

  /** What was done. */
  record DoneView(String message) {}

  /** What is enrolled. */
  record StatusView(
      boolean enabled,
      boolean required,
      boolean locked,
      Optional<Instant> enrolledAt,
      int recoveryCodesRemaining) {
    static StatusView of(ShowSecondFactor.Status status) {
      return new StatusView(
          status.enrolledAt().isPresent(),
          status.required(),
          status.locked(),
          status.enrolledAt(),
          status.recoveryCodesLeft());
    }
  }

  Answer setUp(Visit visit) {
    SetUpAuthenticator.Begun begun =
        gatehouse.setUpAuthenticator().handle(client(visit), enroller(visit));
    return Answer.ok(
        new SetUpView(begun.secret(), begun.uri(), QrSvg.of(begun.uri()), begun.mailed()));
  }

  Answer verify(Visit visit) {
    Input input = visit.input();
    Client client = client(visit);
    EnrolAuthenticator.Enrolled enrolled = gatehouse
        .enrolAuthenticator()
        .handle(
            client,
            enroller(visit),
            new EnrolAuthenticator.Proof(
                new SecretText(input.needed("code")),
                input.text("mail_code").map(SecretText::new)));
    return enrolled
        .signIn()
        .map(in ->
            Welcome.completed(visit, client, in, view -> EnrolledView.of(enrolled.codes(), view)))
        .orElseGet(() -> Answer.ok(EnrolledView.of(enrolled.codes())));
  }

  Answer complete(Visit visit) {
    ShownTicket shown = ShownTicket.needed(visit);
    Client client = shown.client(visit);
    SignIn in = gatehouse.completeSignIn().handle(client, shown.ticket(), needed(visit.input()));
    return Welcome.completed(visit, client, in, view -> view);
  }

  Answer validate(Visit visit) {
    return Answer.ok(new ValidView(gatehouse
        .validateCode()
        .handle(visit.client(), visit.caller(), new SecretText(visit.input().needed("code")))));
  }

  Answer disable(Visit visit) {
    Input input = visit.input();
    gatehouse
        .removeSecondFactor()
        .handle(
            visit.client(),
            visit.caller(),
            input.text("password").map(Password::new),
            needed(input));
    return Answer.ok(new DoneView("the second factor is removed"));
  }

  Answer renew(Visit visit) {
    return Answer.ok(
        new CodesView(gatehouse.renewRecoveryCodes().handle(visit.client(), visit.caller())));
  }

  Answer status(Visit visit) {
    return Answer.ok(
        StatusView.of(gatehouse.showSecondFactor().handle(visit.client(), visit.caller())));
  }

  private static Client client(Visit visit) {
    return visit.recognised() ? visit.client() : ShownTicket.needed(visit).client(visit);
  }

  private static Enroller enroller(Visit visit) {
    return visit.recognised()
        ? new Enroller.BySession(visit.caller())
        : new Enroller.ByTicket(ShownTicket.needed(visit).ticket());
  }

  /** @throws Rejection 422 when there is neither */
  private static FactorCode needed(Input input) {
    return code(input)
        .orElseThrow(() -> Input.rejected(List.of(new Problem.Flaw(
            "/code", "nothing", "what the authenticator shows, or recovery_code"))));
  }

  /** The code that is shown, of either kind. */
  static Optional<FactorCode> code(Input input) {
    return input
        .text("code")
        .map(FactorCode::totp)
        .or(() -> input.text("recovery_code").map(FactorCode::recovery));
  }
}
