package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.AccountDirectory;

/**
 * Somebody with an account, as a service knows him that names him by an identity.
 *
 * @param newcomer whether the account was just made
 */
public record KnownPerson(Account account, LinkedIdentity identity, boolean newcomer) {
  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the account has no such identity (any more) */
  static KnownPerson of(
      Environment environment, Realm realm, AccountId id, Identity identity, boolean newcomer) {
    LinkedIdentity linked = environment.storage().identities().of(id).stream()
        .filter(one -> one.identity().equals(identity))
        .findFirst()
        .orElseThrow(() -> new Refusal.NotFound().thrown());
    Account account = environment
        .storage()
        .accounts()
        .find(realm.key(), id)
        .map(AccountDirectory.Entry::account)
        .orElseThrow(() -> new Refusal.NotFound().thrown());
    return new KnownPerson(account, linked, newcomer);
  }

  @Override
  public String toString() {
    return "KnownPerson[" + account.id() + "]";
  }
}
