package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Departure;
import java.util.Optional;

/** Which accounts are to be erased. The account's row is locked before any verb, in an earlier statement of the same unit. */
public interface Departures {
  /** Keeps that it is to be erased; what was kept before of the same account is replaced. */
  void schedule(Departure departure);

  Optional<Departure> of(AccountId account);

  /** The account stays. */
  void cancel(AccountId account);
}
