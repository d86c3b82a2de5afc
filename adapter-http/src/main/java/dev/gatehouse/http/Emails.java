package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Transport;

/** The address of an account: adding it, changing it, and taking a change back. */
final class Emails {
  static final Fields CHANGE =
      Fields.of(Field.text("email", 320, "the address as it is to be").needed(), DeviceMarks.FIELD);
  static final Fields VERIFY = Fields.of(
      Field.text("code", 128, "the six digits mailed to the new address").needed());
  static final Fields REVERT = Fields.of(
      Field.text("token", 128, "of the link mailed to the old address").needed());

  private final Gatehouse gatehouse;

  Emails(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** The same for any address. */
  record AskedView(String message) {}

  /** The address of the account from now on. */
  record ChangedView(String email, String message) {
    @Override
    public String toString() {
      return "ChangedView[…]";
    }
  }

  Answer change(Visit visit) {
    gatehouse
        .askForEmailChange()
        .handle(visit.client(), visit.caller(), EmailAddress.parse(visit.input().needed("email")));
    return Answer.ok(new AskedView("a mail was sent to the new address; it says how to go on"));
  }

  Answer verify(Visit visit) {
    EmailAddress email = gatehouse
        .confirmEmailChange()
        .handle(visit.client(), visit.caller(), new SecretText(visit.input().needed("code")));
    return Answer.ok(
        new ChangedView(email.value(), "the address is changed; both addresses are told"));
  }

  Answer revert(Visit visit) {
    int ended = gatehouse
        .revertEmail()
        .handle(visit.client(), new SecretText(visit.input().needed("token")));
    Answer answer = Answer.ok(new Sessions.RevokedView(
        "the address is what it was, all sessions have ended, and the password is worth nothing; set a new one, and sign in",
        ended));
    return visit.client().transport() == Transport.COOKIE
        ? answer.cookies(visit.cookies().signedOut())
        : answer;
  }
}
