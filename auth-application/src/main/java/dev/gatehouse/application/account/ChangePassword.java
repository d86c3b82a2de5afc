package dev.gatehouse.application.account;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.registration.NewPassword;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.signin.CheckPassword;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Changes the password for who knows the current one, after a step-up where a second factor is enrolled, and ends every other session. Guessing here is counted as it
 * is when signing in.
 */
public final class ChangePassword {
  /** Each is told of by mail: so few that one who has the password can not flood the mailbox, and the owner hears of every one. */
  private static final Limit CHANGES = new Limit(30, Duration.ofHours(1));

  private final Environment environment;
  private final CheckPassword check;
  private final NewPassword passwords;
  private final TellOwner owner;
  private final Buckets buckets;

  public ChangePassword(
      Environment environment,
      KeyRings keys,
      CheckPassword check,
      NewPassword passwords,
      TellOwner owner) {
    this.environment = environment;
    this.buckets = new Buckets(environment, keys);
    this.check = check;
    this.passwords = passwords;
    this.owner = owner;
  }

  /**
   * Returns how many other sessions were ended.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired} (a second factor is enrolled, and was not shown lately), {@code
   *     CredentialsRejected} (the current password is wrong), {@code LockedOut}, {@code Throttled}, {@code PasswordRejected}, {@code TokenRejected}
   *     (the account is no longer active, or the session has ended)
   */
  public int handle(Client client, AccessClaims caller, Password current, Password wanted) {
    Instant now = environment.now();
    AccountDirectory.Entry entry = environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .filter(e -> e.account().active())
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    Account account = entry.account();
    if (!account.secondFactors().isEmpty()) {
      // before anything is said of a password; a factor enrolled since then is a change, and the
      // change below finds the account as it is here
      environment.store().atomically(unit -> StepUp.require(unit, caller, now));
    }
    // next, and whatever the current one is: so this answer tells nothing of it, and is no guess
    // to be counted
    passwords.judge(client.realm(), wanted, account.username(), account.email());
    CheckPassword.Judged judged = check.handle(client, entry, current, now);
    if (!judged.right()) {
      throw environment
          .store()
          .<RuntimeException>atomically(unit -> failed(unit, client, caller, judged.reason(), now));
    }
    Limit.Taken change =
        buckets.take("password-change", client, account.id().toString(), CHANGES, now);
    if (!change.granted()) {
      check.takeBack(judged, now);
      throw new Refusal.Throttled(change.retryAfter()).thrown();
    }
    return check.permitting(
        Optional.of(judged), now, () -> change(client, caller, account, wanted));
  }

  private int change(Client client, AccessClaims caller, Account account, Password wanted) {
    PasswordHash hash = passwords.hash(client, wanted, account.username(), account.email());
    return environment.store().atomically(unit -> change(unit, client, caller, account, hash));
  }

  private static RuntimeException failed(
      Store.Unit unit, Client client, AccessClaims caller, String reason, Instant now) {
    unit.record(
        Event.of(EventType.PASSWORD_CHANGE_FAILED, now, client, Actor.owner(caller.subject()))
            .about(caller.subject())
            .about(caller.session())
            .because(reason));
    return new Refusal.CredentialsRejected().thrown();
  }

  private int change(
      Store.Unit unit, Client client, AccessClaims caller, Account seen, PasswordHash hash) {
    Instant now = environment.now();
    Account account = unit.accounts()
        .lock(seen.id())
        .filter(a -> a.active() && a.epoch() == seen.epoch())
        .orElseThrow(() -> failed(unit, client, caller, "ACCOUNT_CHANGED", now));
    unit.accounts().setPassword(account.id(), hash, now);
    unit.record(Event.of(EventType.PASSWORD_CHANGED, now, client, Actor.owner(account.id()))
        .about(account.id())
        .about(caller.session()));
    owner.handle(unit, account, Mail.Kind.PASSWORD_CHANGED, client, now);
    return EndSessions.all(
            unit,
            account.id(),
            Optional.of(caller.session()),
            RevokeReason.PASSWORD_CHANGED,
            EndSessions.event(now, client, Actor.owner(account.id())))
        .size();
  }
}
