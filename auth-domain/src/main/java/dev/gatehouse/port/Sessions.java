package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writing sessions. The account's row is locked before any verb, in an earlier statement of the same unit. Every verb that ends a session
 * announces it through {@link Revocations} in the same transaction, and leaves sessions alone that are ended already or past their
 * absolute end. One that has merely been idle for too long is ended too: a refresh that began in time may be about to wake it.
 */
public interface Sessions {
  /** Stores a new session. */
  void open(Session session);

  /** Ends the least recently used live sessions beyond that many. The newest counts as used last, whatever clocks have stamped the others. */
  List<SessionId> evict(AccountId account, SessionId newest, int most, Instant now);

  /** Ends one session of that account. */
  boolean end(AccountId account, SessionId id, RevokeReason reason, Instant now);

  /** Ends every live session of the account, but the one to keep. */
  List<SessionId> endAll(
      AccountId account, Optional<SessionId> keep, RevokeReason reason, Instant now);

  /** How its owner stands, if it is a live session of that account. */
  Optional<Standing> standing(AccountId account, SessionId id, Instant now);

  /**
   * Marks that the owner was recognised anew; the session stays what it is.
   *
   * @return false, and nothing is written, when that is no live session of the account
   */
  boolean stepUp(AccountId account, SessionId id, Standing.Proof proof);

  /** Ends a session because a token of an older generation came: only while its generation is above the one presented. */
  boolean endReused(AccountId account, SessionId id, int presented, Instant now);

  /** How many sessions of the account ended so, since then. */
  int reused(AccountId account, Instant since);
}
