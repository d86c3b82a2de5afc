package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.AccountDirectory;
import java.util.Optional;

/** Reads committed accounts, each in its own realm only. */
final class InMemoryAccountDirectory implements AccountDirectory {
  private final Engine engine;

  InMemoryAccountDirectory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<Entry> find(RealmKey realm, AccountId id) {
    return engine.read().accounts.find(id).filter(row -> row.account().realm().equals(realm));
  }

  @Override
  public Optional<Entry> find(RealmKey realm, Identifier identifier) {
    return engine
        .read()
        .accounts
        .where(row -> row.account().realm().equals(realm) && named(row.account(), identifier))
        .stream()
        .findFirst();
  }

  private static boolean named(Account account, Identifier identifier) {
    if (identifier instanceof Identifier.ByEmail by) {
      return account.email().equals(Optional.of(by.email()));
    }
    return identifier instanceof Identifier.ByUsername by
        && account.username().equals(Optional.of(by.username()));
  }
}
