package dev.gatehouse.port;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.refusal.Refused;
import java.util.function.Function;

/** Durable state, changed as a whole or not at all. Ports that write exist only inside a unit. */
public interface Store {
  /**
   * Runs work once in one READ COMMITTED transaction. Work locks the account row first, if it concerns an account. A value returned, or a
   * {@link Refused} thrown, commits (a refusal is a decision: spent attempts and audit rows stay); anything else rolls back. No hashing,
   * signing or network inside; no nesting.
   *
   * @throws Outage when the store does not answer. If that happens while committing, the change may have been made
   * @throws IllegalStateException when called inside a unit
   */
  <R> R atomically(Function<Unit, R> work);

  /** The verbs that write, good until the work returns. */
  interface Unit {
    Accounts accounts();

    Candidates candidates();

    Sessions sessions();

    OneTimeSecrets secrets();

    SecondFactors secondFactors();

    Outbox outbox();

    Keys keys();

    Invitations invitations();

    Departures departures();

    Exports exports();

    Identities identities();

    Handshakes handshakes();

    /** Writes the audit row of the event. */
    void record(Event event);
  }
}
