package dev.gatehouse.port;

import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import java.time.Instant;
import java.util.List;

/** Secrets that may be spent once. */
public interface OneTimeSecrets {
  /** Stores a secret. A live code of the same scope is replaced, with its attempts. */
  void issue(OneTimeSecret secret);

  /**
   * Judges a try, in one step: counts it, and spends the secret if it is the right one, live, and its owner's epoch has not risen. Of racing
   * callers with the right one exactly one is accepted. A code that was never issued counts tries like a real one; a link that does not exist
   * has none left. A spent link has none left until it would have run out; a spent code counts on as if the right try had not been, so that nobody
   * else can tell that it was.
   *
   * @param places where the presented secret may be stored, the active key's place first
   */
  Redemption redeem(Scope scope, List<Scope.Located> places, Instant now);

  /** Makes the codes at these places worthless; what is left of their tries stays, so that nobody can tell that there was one. */
  void revoke(List<Scope.Located> places);
}
