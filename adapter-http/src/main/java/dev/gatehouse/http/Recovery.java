package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Getting back in without the password. */
final class Recovery {
  static final Fields FORGOT = Fields.of(
      Field.text("email", 320, "the address of the account").needed(),
      Field.text("locale", 100, "taken, not used: the mail is in the language of the account"),
      DeviceMarks.FIELD);
  static final Fields RESET = Fields.of(
      Field.text("token", 128, "of the mailed link; needed where there are no email and code"),
      Field.text("email", 320, "the address of the account; needed where there is no token"),
      Field.text("code", 128, "the six digits of the mail; needed where there is no token"),
      Field.text(
          "flow", 200, "the handle that asking for the mail gave; browsers have it as a cookie"),
      Field.text("new_password", Password.MAX_CHARS, "the password as it is to be")
          .needed());

  private final Gatehouse gatehouse;

  Recovery(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** The same for any address. */
  record ForgottenView(@OmittedWhenEmpty Optional<FlowHandle> flow, String message) {
    @Override
    public String toString() {
      return "ForgottenView[…]";
    }
  }

  Answer forgot(Visit visit) {
    FlowHandle flow = gatehouse
        .forgotPassword()
        .handle(visit.client(), EmailAddress.parse(visit.input().needed("email")));
    return Flows.begun(
        visit,
        FlowCookie.RESET,
        flow,
        shown -> Answer.ok(new ForgottenView(
            shown, "if the address has an account, a mail was sent; it says how to go on")));
  }

  /** An identity by which one may sign in as before. */
  record LinkedIdentityView(
      String provider,
      Optional<String> displayName,
      Optional<String> username,
      Instant linkedAt,
      Instant lastUsedAt) {
    static LinkedIdentityView of(LinkedIdentity linked) {
      return new LinkedIdentityView(
          linked.identity().provider().value(),
          linked.profile().displayName(),
          linked.profile().username(),
          linked.linkedAt(),
          linked.usedAt());
    }

    @Override
    public String toString() {
      return "LinkedIdentityView[" + provider + "]";
    }
  }

  /** How many sessions ended, and what the owner should look at. */
  record ResetView(
      String message, int sessionsRevoked, List<LinkedIdentityView> linkedIdentities) {}

  Answer reset(Visit visit) {
    ResetPassword.Reset done = gatehouse
        .resetPassword()
        .handle(visit.client(), proof(visit), new Password(visit.input().needed("new_password")));
    Answer answer = Answer.ok(new ResetView(
        "the password is set, all sessions have ended; sign in, and see whether all that is linked is yours",
        done.ended(),
        done.identities().stream().map(LinkedIdentityView::of).toList()));
    return Flows.ended(
        visit,
        FlowCookie.RESET,
        visit.client().transport() == Transport.COOKIE
            ? answer.cookies(visit.cookies().signedOut())
            : answer);
  }

  private static ResetPassword.Proof proof(Visit visit) {
    Input input = visit.input();
    Optional<String> token = input.text("token");
    if (token.isPresent()) {
      return new ResetPassword.Proof.Link(new SecretText(token.get()));
    }
    EmailAddress email = EmailAddress.parse(
        input.text("email").orElseThrow(() -> missing("/email", "the address, or a token")));
    SecretText code = input
        .text("code")
        .map(SecretText::new)
        .orElseThrow(() -> missing("/code", "the six digits of the mail, or a token"));
    FlowHandle flow = Flows.shown(visit, FlowCookie.RESET)
        .orElseThrow(() -> missing("/flow", "what forgot-password answered, or a token"));
    return new ResetPassword.Proof.Digits(email, code, flow);
  }

  private static Rejection missing(String where, String accepted) {
    return Input.rejected(List.of(new Problem.Flaw(where, "nothing", accepted)));
  }
}
