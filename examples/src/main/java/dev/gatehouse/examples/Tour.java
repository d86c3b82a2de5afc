package dev.gatehouse.examples;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.io.PrintStream;
import java.util.Optional;

/** What a program does with an embedded Gatehouse: register, sign in, verify, refresh, list, sign out. */
final class Tour {
  private Tour() {}

  static void walk(Gatehouse gatehouse, PrintStream out) {
    Client client = Client.bearer(gatehouse.realm("shop"), "203.0.113.7", "Tour/1.0");
    Username alice = Username.parse("alice");
    Password password = new Password("a spare umbrella for the lighthouse");

    gatehouse.register().handle(client, Register.Command.of(alice, password));
    Tokens tokens = gatehouse
        .signInWithPassword()
        .handle(client, new Identifier.ByUsername(alice), password, false)
        .match(SignIn.SignedIn::tokens, Tour::unexpected, Tour::unexpected, Tour::unexpected);
    AccessClaims caller = gatehouse.verifyAccessToken().handle(client.realm(), tokens.access());
    out.println("signed in: "
        + gatehouse.whoAmI().handle(caller).username().orElseThrow().value());

    Tokens refreshed = gatehouse.rotateSession().handle(client, tokens.refresh());
    out.println("refreshed; sessions: "
        + gatehouse.listSessions().handle(caller, Optional.empty(), 10).size());

    gatehouse.signOut().handle(client, caller);
    try {
      gatehouse.verifyAccessToken().handle(client.realm(), refreshed.access());
    } catch (Refused refused) {
      out.println("signed out; the access token says: " + refused.refusal().code());
    }
  }

  private static Tokens unexpected(SignIn due) {
    throw new IllegalStateException(
        "no second factor is enrolled, yet it is due: " + due.getClass().getSimpleName());
  }
}
