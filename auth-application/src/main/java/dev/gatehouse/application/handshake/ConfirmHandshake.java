package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/** Lets a browser in: who opened the handshake types the number that the browser shows. There is one answer, and a wrong one denies for good. */
public final class ConfirmHandshake {
  private final Environment environment;
  private final VainAnswers vain;

  public ConfirmHandshake(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.vain = new VainAnswers(environment, keys);
  }

  /**
   * Judges what was typed; text that is no number at all is an answer too, and a wrong one: {@link MatchCode#parse} tells beforehand.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected} when it was wrong, {@code NotFound} when there is none (any more), or it is not open to
   *     this person
   */
  public void handle(Realm realm, HandshakeId id, ProvenIdentity person, String typed) {
    Instant now = environment.now();
    Elsewhere there = new Elsewhere(realm, person);
    Digest answer = MatchCode.parse(typed).map(id::match).orElseGet(id::mismatch);
    vain.done(
        there,
        unit -> unit.handshakes()
            .confirm(
                id.row(realm.key()), id.opener(person.identity()), answer, owner(unit, there), now)
            .map(state -> judged(unit, there, state, now)),
        "NOT_TO_BE_CONFIRMED",
        now);
  }

  private static HandshakeState judged(
      Store.Unit unit, Elsewhere there, HandshakeState state, Instant now) {
    if (state != HandshakeState.COMPLETED) {
      there.record(unit, EventType.HANDSHAKE_FAILED, "WRONG_NUMBER", now);
      throw new Refusal.CodeRejected(0).thrown();
    }
    there.record(unit, EventType.HANDSHAKE_CONFIRMED, there.provider(), now);
    return state;
  }

  /** Whose account it is at this moment: a change of it later is one that the confirmation does not outlive. */
  private static Optional<OneTimeSecret.Owner> owner(Store.Unit unit, Elsewhere there) {
    Optional<Account> account = there.account(unit).flatMap(unit.accounts()::lock);
    return account.map(Elsewhere::owner);
  }
}
