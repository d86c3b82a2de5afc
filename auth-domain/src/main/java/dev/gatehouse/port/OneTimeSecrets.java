package dev.gatehouse.port;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Secrets that may be spent once. */
public interface OneTimeSecrets {
  /**
   * What waits to be tried.
   *
   * @param subject what it concerns, where it is a link; else empty
   * @param attached the particulars of a link; of digits none, since looking does not prove that anybody knows them
   */
  record Waiting(String subject, Optional<OneTimeSecret.Attached> attached) {}

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

  /** A try that a ticket was good for: what it stands for, and how many further ones it is good for. */
  record Attempt(String subject, int attemptsLeft) {
    @Override
    public String toString() {
      return "Attempt[" + attemptsLeft + " left]";
    }
  }

  /**
   * Takes one try of a ticket, which is a link that has to be shown together with something else, and leaves it live for {@link #spend}. Empty when
   * there is no such ticket, its tries are used up, it is spent, or its owner's epoch has risen. Of racing callers no more get one than there are tries.
   */
  Optional<Attempt> attempt(Scope scope, List<Scope.Located> places, Instant now);

  /**
   * Spends a ticket of which a try was taken, the last one included; its owner's row is locked in an earlier statement of the unit.
   *
   * @return false when it was spent or has run out meanwhile; of racing callers one gets true
   */
  boolean spend(Scope scope, List<Scope.Located> places, Instant now);

  /**
   * Looks, without counting or spending anything, whether a try would be judged: something is live there, with tries left. For a link that is to know its
   * secret, and its owner's epoch has not risen; for digits it says nothing of whether any are right or could be: a decoy is found like a code, and a code
   * that has died with an epoch too, since a decoy has no owner.
   */
  Optional<Waiting> look(Scope scope, List<Scope.Located> places, Instant now);

  /**
   * Remembers that something was accepted which others have made, such as a proof, so that no node accepts it again.
   *
   * @param what a digest of as much of it as nobody can write in two ways
   * @param until from when on it would not be accepted anyway
   * @return false when it is remembered already; of racing callers one gets true
   */
  boolean remember(Digest what, Instant until, Instant now);

  /** What was attached to the secret of that row, until it would have run out; whether it is good for anything, that does not say. */
  Optional<OneTimeSecret.Attached> attached(UUID row, Instant now);

  /** Makes the secrets at these places worthless; what is left of their tries stays, so that nobody can tell that there was one. */
  void revoke(List<Scope.Located> places);
}
