package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.port.AccountDirectory;
import java.util.List;
import java.util.Optional;

/** Whose identity that is: for whoever acts where the provider has already said who somebody is, such as a bot. */
public final class FindByIdentity {
  private final Environment environment;

  public FindByIdentity(Environment environment) {
    this.environment = environment;
  }

  /** The account, if one has it that may be used. */
  public Optional<Account> handle(Realm realm, Identity identity) {
    return environment
        .storage()
        .identities()
        .owner(realm.key(), List.of(identity))
        .flatMap(owner -> environment.storage().accounts().find(realm.key(), owner.account()))
        .map(AccountDirectory.Entry::account)
        .filter(Account::active);
  }
}
