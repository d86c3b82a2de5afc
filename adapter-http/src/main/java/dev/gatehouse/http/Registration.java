package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.ResendVerification;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;
import java.util.Optional;

/** Making an account, and proving its mailbox. */
final class Registration {
  static final Fields REGISTER = Fields.of(
      Field.text("login", 200, "3 to 50 of A-Z a-z 0-9 _ . -; needed where there is no email"),
      Field.text("email", 320, "the mailbox, to be proven by a code"),
      Field.text("password", Password.MAX_CHARS, "needed where there is no email"),
      Field.text(
          "locale",
          100,
          "of the mail and the account, as BCP 47: en, zh-Hant; else as Accept-Language says"),
      Field.flag("tos_accepted", "has to be true"),
      Field.flag("marketing_consent", "whether news may be mailed"),
      Field.text(
          "invite_token", 200, "of an invitation; needed where the realm takes nobody else"));
  static final Fields VERIFY = Fields.of(
      Field.text("email", 320, "the address that registered").needed(),
      Field.text("code", 128, "the six digits of the mail").needed(),
      Field.text("flow", 200, "the handle that registering gave; browsers have it as a cookie"),
      Field.text("password", Password.MAX_CHARS, "for who comes without a handle"),
      Field.flag("remember_me", "whether the session outlasts a short absence"),
      DeviceMarks.FIELD);
  static final Fields RESEND = Fields.of(
      Field.text("email", 320, "the address that registered").needed(),
      Field.text("locale", 100, "of the mail, as BCP 47; else as Accept-Language says"));

  private final Gatehouse gatehouse;

  Registration(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** What was registered. With an address it is only waiting, and the same is answered for any address. */
  record RegisteredView(
      @OmittedWhenEmpty Optional<FlowHandle> flow,
      Optional<String> login,
      Optional<String> email,
      boolean isActive,
      boolean isEmailVerified,
      String message) {
    @Override
    public String toString() {
      return "RegisteredView[…]";
    }
  }

  /** What may be asked for next. */
  record ResentView(String message, int resendsRemaining, Instant nextResendAvailableAt) {}

  Answer register(Visit visit) {
    Input input = visit.input();
    Register.Command command = new Register.Command(
        input.text("login").map(Username::parse),
        input.text("email").map(EmailAddress::parse),
        input.text("password").map(Password::new),
        Language.of(visit),
        input.flag("tos_accepted"),
        input.flag("marketing_consent"),
        input.text("invite_token").map(SecretText::new));
    Client client = visit.client();
    Registered registered = gatehouse.register().handle(client, command);
    return registered instanceof Registered.Pending pending
        ? Flows.begun(
            visit,
            FlowCookie.REGISTRATION,
            pending.flow(),
            shown -> Answer.of(
                201, view(command, shown, false, "a mail was sent; it says how to go on")))
        : Answer.of(201, view(command, Optional.empty(), true, "the account is active; sign in"));
  }

  private static RegisteredView view(
      Register.Command command, Optional<FlowHandle> flow, boolean active, String message) {
    return new RegisteredView(
        flow,
        command.username().map(Username::value),
        command.email().map(EmailAddress::value),
        active,
        false,
        message);
  }

  Answer verify(Visit visit) {
    Input input = visit.input();
    Client client = visit.client();
    VerifyEmail.Command command = new VerifyEmail.Command(
        EmailAddress.parse(input.needed("email")),
        new SecretText(input.needed("code")),
        Flows.shown(visit, FlowCookie.REGISTRATION),
        input.text("password").map(Password::new),
        input.flag("remember_me"));
    SignIn signIn = gatehouse.verifyEmail().handle(client, command);
    return Flows.ended(
        visit, FlowCookie.REGISTRATION, Welcome.answer(visit, client, signIn, command.remember()));
  }

  Answer resend(Visit visit) {
    Input input = visit.input();
    ResendVerification.Resent resent = gatehouse
        .resendVerification()
        .handle(visit.client(), EmailAddress.parse(input.needed("email")), Language.of(visit));
    return Answer.ok(new ResentView(
        "if the address waits for a code, a new one was sent",
        resent.remaining(),
        resent.nextAvailableAt()));
  }
}
