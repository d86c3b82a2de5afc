package dev.gatehouse.application.registration;

import dev.gatehouse.application.signin.Turnstile;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.port.PasswordHasher;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges a password that is to be set, and hashes it. Outside any unit: it is slow. */
public final class NewPassword {
  private final PasswordHasher hasher;
  private final CommonPasswords common;
  private final Turnstile turnstile;

  public NewPassword(PasswordHasher hasher, CommonPasswords common, Turnstile turnstile) {
    this.hasher = hasher;
    this.common = common;
    this.turnstile = turnstile;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code PasswordRejected} with every rule it breaks */
  public void judge(
      Realm realm, Password password, Optional<Username> username, Optional<EmailAddress> email) {
    Stream<String> names = Stream.concat(
        username.map(Username::value).stream(), email.map(EmailAddress::localPart).stream());
    realm.passwords().judge(password, names.toList(), common::contains);
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code PasswordRejected} with every rule it breaks, {@code Throttled} when too many of the same host
   *     ask at once
   */
  public PasswordHash hash(
      Client client, Password password, Optional<Username> username, Optional<EmailAddress> email) {
    judge(client.realm(), password, username, email);
    return turnstile.pass(client, () -> hasher.hash(password));
  }
}
