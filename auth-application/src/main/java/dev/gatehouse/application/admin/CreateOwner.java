package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.recovery.ResetSecrets;
import dev.gatehouse.application.registration.NewPassword;
import dev.gatehouse.application.upkeep.KeyRings;
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
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Creates an owner of a staff realm, who may give every role: the first one can come from nobody but who runs the server. */
public final class CreateOwner {
  private final Environment environment;
  private final NewPassword passwords;
  private final ResetSecrets secrets;

  public CreateOwner(Environment environment, KeyRings keys, NewPassword passwords) {
    this.environment = environment;
    this.passwords = passwords;
    this.secrets = new ResetSecrets(environment, keys);
  }

  /**
   * @param email vouched for by the actor; a second factor is enrolled by it
   * @param password if there is none yet, the answer is a way to set one
   * @param another whether there may be an owner already
   */
  public record Command(
      Actor actor,
      Realm realm,
      Username username,
      EmailAddress email,
      Optional<Password> password,
      boolean another) {
    public Command {
      if (realm.kind() != RealmKind.STAFF) {
        throw new IllegalArgumentException(
            "realm '" + realm.key() + "' is for customers; owners are of a realm for staff");
      }
    }

    @Override
    public String toString() {
      return "CreateOwner.Command[…]";
    }
  }

  /** @param link the secret of a link by which a password is set once, where none was given */
  public record Created(AccountId account, Optional<SecretText> link) {}

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotPermitted} (there is an owner), {@code UsernameTaken} (or the address), {@code
   *     PasswordRejected}
   */
  public Created handle(Command command) {
    Instant now = environment.now();
    Client client = Client.bearer(command.realm(), "127.0.0.1", "");
    Optional<PasswordHash> hash = command
        .password()
        .map(password -> passwords.hash(
            client, password, Optional.of(command.username()), Optional.of(command.email())));
    Account account = account(command, now);
    return environment.store().atomically(unit -> create(unit, command, account, hash, now));
  }

  private Created create(
      Store.Unit unit, Command command, Account account, Optional<PasswordHash> hash, Instant now) {
    if (!command.another() && unit.accounts().anybodyIs(command.realm().key(), Role.OWNER)) {
      throw new Refusal.NotPermitted().thrown();
    }
    if (!unit.accounts().create(account, hash)) {
      throw new Refusal.UsernameTaken().thrown();
    }
    unit.record(
        Event.of(EventType.OWNER_CREATED, now, Optional.of(account.realm()), command.actor())
            .about(account.id()));
    Optional<SecretText> link =
        hash.isPresent() ? Optional.empty() : Optional.of(secrets.link(unit, account, now));
    return new Created(account.id(), link);
  }

  private Account account(Command command, Instant now) {
    return new Account(
        new AccountId(UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES))),
        command.realm().key(),
        Optional.of(command.username()),
        Optional.of(command.email()),
        Profile.EMPTY,
        AccountStatus.ACTIVE,
        0,
        Set.of(Role.OWNER),
        Set.of(),
        Consents.NONE,
        now,
        SignIns.NONE,
        Optional.empty(),
        Optional.empty());
  }
}
