package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.session.Client;

/** Signing in with a password. */
final class SigningIn {
  static final Fields LOGIN = Fields.of(
      Field.text("login_or_email", 320, "the username or the address")
          .alias("email")
          .needed(),
      Field.text("password", Password.MAX_CHARS, "the password").needed(),
      Field.flag("remember_me", "whether the session outlasts a short absence"),
      Device.FIELD,
      DeviceMarks.FIELD);

  private final Gatehouse gatehouse;

  SigningIn(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  Answer login(Visit visit) {
    Input input = visit.input();
    boolean remember = input.flag("remember_me");
    Client client = Device.client(visit);
    SignIn signIn = gatehouse
        .signInWithPassword()
        .handle(
            client,
            Identifier.parse(input.needed("login_or_email")),
            new Password(input.needed("password")),
            remember);
    return Welcome.answer(visit, client, signIn, remember);
  }
}
