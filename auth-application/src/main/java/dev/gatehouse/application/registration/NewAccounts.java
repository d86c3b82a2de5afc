package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a new account begins with: active, epoch 0, one role. */
final class NewAccounts {
  private NewAccounts() {}

  /** By what the account can be found; the address is proven. */
  record Names(Optional<Username> username, Optional<EmailAddress> email) {}

  /** What else its owner, or whoever invited him, has said of it. */
  record Wishes(Role role, Locale locale, Consents consents) {}

  static Account account(
      Environment environment, Client client, Names names, Wishes wishes, Instant now) {
    return account(environment, client, names, wishes, Optional.empty(), now);
  }

  static Account account(
      Environment environment,
      Client client,
      Names names,
      Wishes wishes,
      Optional<String> displayName,
      Instant now) {
    return new Account(
        new AccountId(UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES))),
        client.realm().key(),
        names.username(),
        names.email(),
        new Profile(displayName, wishes.locale(), Profile.UTC),
        AccountStatus.ACTIVE,
        0,
        Set.of(wishes.role()),
        Set.of(),
        wishes.consents(),
        now,
        SignIns.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** Stores it, and what its owner agreed to. */
  static boolean create(
      Store.Unit unit, Account account, Optional<PasswordHash> password, Instant now) {
    boolean created = unit.accounts().create(account, password);
    if (created) {
      account.consents().given(now).forEach(c -> unit.accounts().consent(account.id(), c));
    }
    return created;
  }
}
