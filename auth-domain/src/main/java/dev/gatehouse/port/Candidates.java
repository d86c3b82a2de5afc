package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Registrations whose mailbox is not proven yet. */
public interface Candidates {
  /** Keeps a candidate. */
  void hold(Candidate candidate);

  /** The live candidates for an address, oldest first; locked until the unit ends, so that what is done about one address is done one after another. */
  List<Candidate> of(RealmKey realm, EmailAddress email, Instant now);

  /** Notes that this account came of that candidate, so that its row goes with the account (L46), whatever address that has by then. */
  void became(UUID id, AccountId account);

  /** Drops every candidate for an address. */
  void drop(RealmKey realm, EmailAddress email);
}
