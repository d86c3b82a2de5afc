package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Event;
import java.util.List;
import java.util.OptionalLong;

/** Reading the audit trail. */
public interface History {
  /** An event and its place in the trail. */
  record Row(long position, Event event) {}

  /** What happened to an account, newest first; at most {@code limit}, those before the position if given. */
  List<Row> of(AccountId account, OptionalLong before, int limit);
}
