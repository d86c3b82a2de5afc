package dev.gatehouse.application.registration;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.port.PasswordHasher;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges a password that is to be set, and hashes it. Outside any unit: it is slow. */
public final class NewPassword {
  private final PasswordHasher hasher;
  private final CommonPasswords common;

  public NewPassword(PasswordHasher hasher, CommonPasswords common) {
    this.hasher = hasher;
    this.common = common;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code PasswordRejected} with every rule it breaks */
  public void judge(
      Realm realm, Password password, Optional<Username> username, Optional<EmailAddress> email) {
    Stream<String> names = Stream.concat(
        username.map(Username::value).stream(), email.map(EmailAddress::localPart).stream());
    realm.passwords().judge(password, names.toList(), common::contains);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code PasswordRejected} with every rule it breaks */
  public PasswordHash hash(
      Realm realm, Password password, Optional<Username> username, Optional<EmailAddress> email) {
    judge(realm, password, username, email);
    return hasher.hash(password);
  }
}
