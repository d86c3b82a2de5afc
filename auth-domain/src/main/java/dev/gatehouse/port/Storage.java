package dev.gatehouse.port;

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
}
