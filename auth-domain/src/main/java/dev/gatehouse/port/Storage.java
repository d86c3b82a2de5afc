package dev.gatehouse.port;

import java.time.Instant;
import java.util.Optional;

/** Everything durable, as one engine provides it. */
public interface Storage {
  Store store();

  AccountDirectory accounts();

  SessionDirectory sessions();

  Refreshes refreshes();

  KeyDirectory keys();

  Revocations revocations();

  Throttle throttle();

  Lockouts lockouts();

  OutboxQueue outbox();

  History history();

  Retention retention();

  InvitationDirectory invitations();

  PersonalData personalData();

  IdentityDirectory identities();

  HandshakeDirectory handshakes();

  Leases leases();

  Conversations conversations();

  /** What time it is for the store, by which all nodes go; empty if it has no clock of its own, as it lives in the process of the only node. */
  Optional<Instant> time();
}
