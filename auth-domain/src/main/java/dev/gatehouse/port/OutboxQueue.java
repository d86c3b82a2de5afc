package dev.gatehouse.port;

import dev.gatehouse.domain.realm.RealmKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Taking mails and messages out of the outbox. */
public interface OutboxQueue {
  /**
   * Takes up to so many due mails, oldest first, and counts the attempt in what it gives; nobody else gets them until the lease ends. A message that nobody
   * has taken for as long as a lease is one of them: no node runs a bot that would.
   */
  List<Outbox.Item> claim(int limit, Duration lease, Instant now);

  /** The same of the messages of a realm, as soon as they are due. */
  List<Outbox.Item> claimMessages(RealmKey realm, int limit, Duration lease, Instant now);

  /** A message goes by mail, from now on and as if it had never been tried; what is a mail already is left alone. */
  void mailInstead(UUID id, Instant now);

  /** There is nobody who could be told: the message is gone; a mail is left alone. */
  void drop(UUID id);

  /** It is delivered: its body is erased. */
  void delivered(UUID id, Instant now);

  /** It failed, and is due again then. */
  void postpone(UUID id, Instant due);

  /** It failed for good; it is kept, sealed, for an administrator until its retention ends. */
  void bury(UUID id, Instant now);

  /** A mail that failed for good, and when it was given up. */
  record Dead(Outbox.Item item, Instant at) {}

  /** Up to so many dead mails, those given up last first. */
  List<Dead> dead(int limit);

  /** The dead mail of that id. */
  Optional<Dead> dead(UUID id);
}
