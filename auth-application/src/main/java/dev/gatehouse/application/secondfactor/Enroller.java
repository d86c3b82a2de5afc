package dev.gatehouse.application.secondfactor;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.token.AccessClaims;
import java.nio.charset.StandardCharsets;

/** Who enrols an authenticator: who is signed in, or who has to before being so. */
public sealed interface Enroller {
  /** What stands for it in what it began: nobody else goes on with that. */
  Digest holder();

  /** Who is signed in, and stepped up lately. */
  record BySession(AccessClaims caller) implements Enroller {
    @Override
    public Digest holder() {
      return Digest.sha256(caller.session().toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Who has an enrolment ticket. */
  record ByTicket(SecretText ticket) implements Enroller {
    @Override
    public Digest holder() {
      return ticket.digest();
    }
  }
}
