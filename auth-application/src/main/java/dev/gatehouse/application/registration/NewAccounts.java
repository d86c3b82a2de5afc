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
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a new account begins with: active, epoch 0, the least role of its kind of realm. */
final class NewAccounts {
  private NewAccounts() {}

  /** By what the account can be found; the address is proven. */
  record Names(Optional<Username> username, Optional<EmailAddress> email) {}

  static Account account(
      Environment environment,
      Client client,
      Names names,
      Locale locale,
      Consents consents,
      Instant now) {
    return new Account(
        new AccountId(UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES))),
        client.realm().key(),
        names.username(),
        names.email(),
        new Profile(Optional.empty(), locale, Profile.UTC),
        AccountStatus.ACTIVE,
        0,
        Set.of(client.realm().kind() == RealmKind.STAFF ? Role.VIEWER : Role.USER),
        Set.of(),
        consents,
        now,
        SignIns.NONE);
  }
}
