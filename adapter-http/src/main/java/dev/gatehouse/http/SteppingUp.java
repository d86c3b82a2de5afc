package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.credential.Password;
import java.time.Duration;

/** Recognising anew who is signed in. */
final class SteppingUp {
  static final Fields REAUTH = Fields.of(
      Field.text("password", Password.MAX_CHARS, "where the account has one"),
      Field.text(
          "code", 128, "what the authenticator shows, where one is enrolled; or recovery_code"),
      Field.text("recovery_code", 128, "one of the recovery codes, instead of code"),
      DeviceMarks.FIELD);

  private final Gatehouse gatehouse;

  SteppingUp(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** For how long that counts. */
  record SteppedUpView(long validForMinutes) {}

  Answer reauth(Visit visit) {
    Duration counts = gatehouse
        .reauthenticate()
        .handle(
            visit.client(),
            visit.caller(),
            visit.input().text("password").map(Password::new),
            SecondFactor.code(visit.input()));
    return Answer.ok(new SteppedUpView(counts.toMinutes()));
  }
}
