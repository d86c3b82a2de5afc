package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import java.time.Instant;
import java.util.UUID;

/** Which owners asked for what is kept of them. The archive itself is kept nowhere: it is made when it is read. */
public interface Exports {
  void ask(UUID id, AccountId account, Instant now, Instant endsAt);

  /** Whether that account asked for one by that id, and it may still be read. */
  boolean asked(UUID id, AccountId account, Instant now);
}
