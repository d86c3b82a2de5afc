package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/** What apps have put into the tokens that they ask providers for. Whoever has the text itself is who asked: the provider and the token know its digest alone. */
final class Nonces {
  private final Environment environment;
  private final KeyRings keys;

  Nonces(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  private static Scope scope(Client client) {
    return Scope.ofLink(Purpose.NONCE, client.realm().key(), Optional.empty());
  }

  SecretText issue(Client client, Instant now) {
    SecretText nonce = SecretText.fresh(
        Purpose.NONCE.form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    return environment.store().atomically(unit -> {
      unit.secrets()
          .issue(OneTimeSecret.issue(scope(client), keys.digests(), nonce, Optional.empty(), now));
      return nonce;
    });
  }

  /** Uses it up; of racing callers one gets true, and nobody who has made one up. */
  boolean spend(Store.Unit unit, Client client, SecretText nonce, Instant now) {
    Scope scope = scope(client);
    return unit.secrets()
        .redeem(scope, scope.locate(keys.digests(), nonce), now)
        .accepted();
  }
}
