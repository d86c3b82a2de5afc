package dev.gatehouse.domain.account;

import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;

/**
 * That an account is to be erased, and when.
 *
 * @param dueAt when the grace period ends
 * @param byOwner whether its owner asked for it, and may still think better of it
 * @param before what the account was, and is again if it stays
 */
public record Departure(
    AccountId account,
    RealmKey realm,
    Instant askedAt,
    Instant dueAt,
    boolean byOwner,
    AccountStatus before) {
  public boolean due(Instant now) {
    return !dueAt.isAfter(now);
  }

  /** Whether its owner may still keep it. */
  public boolean undoable(Instant now) {
    return byOwner && !due(now);
  }
}
