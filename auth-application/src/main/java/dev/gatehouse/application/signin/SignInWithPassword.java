package dev.gatehouse.application.signin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import java.time.Instant;
import java.util.Set;

/** Signs in with a username or address and a password. */
public final class SignInWithPassword {
  private final Environment environment;
  private final CheckPassword check;
  private final PasswordHasher hasher;
  private final OpenSession open;

  public SignInWithPassword(
      Environment environment, CheckPassword check, PasswordHasher hasher, OpenSession open) {
    this.environment = environment;
    this.check = check;
    this.hasher = hasher;
    this.open = open;
  }

  /**
   * @param remember whether the session is to outlast a short absence
   * @throws Refused {@code CredentialsRejected}, {@code LockedOut} or {@code Throttled}, the same for known and unknown names
   * @throws Outage when the store or the hashing budget has no room: nothing is said about the password
   */
  public SignIn handle(Client client, Identifier name, Password password, boolean remember) {
    Instant now = environment.now();
    CheckPassword.Judged judged = judge(client, name, password, now);
    if (!judged.right()) {
      throw failed(client, judged, now);
    }
    AccountDirectory.Entry entry = judged.entry().orElseThrow();
    SignIn answer = open(
        judged,
        new OpenSession.Proven(
            client, entry.account(), Set.of(Method.PASSWORD), remember, judged.counted()),
        now);
    entry
        .password()
        .filter(hasher::outdated)
        .ifPresent(stored -> rehash(client, entry.account(), stored, password));
    return answer;
  }

  /** The password was right: an outage now must not count as a failure of whoever tries again, as told. */
  private SignIn open(CheckPassword.Judged judged, OpenSession.Proven proven, Instant now) {
    try {
      return open.handle(proven, now);
    } catch (Outage outage) {
      check.takeBack(judged, now);
      throw outage;
    }
  }

  private CheckPassword.Judged judge(
      Client client, Identifier name, Password password, Instant now) {
    try {
      return check.handle(client, name, password, now);
    } catch (Refused locked) {
      // a locked gate is heard but not audited: the row would be the attacker's to multiply
      environment
          .listeners()
          .accept(event(EventType.SIGN_IN_FAILED, client, now)
              .because(locked.refusal().code()));
      throw locked;
    }
  }

  private RuntimeException failed(Client client, CheckPassword.Judged judged, Instant now) {
    Event failure = event(EventType.SIGN_IN_FAILED, client, now).because(judged.reason());
    Event about = judged.entry().map(e -> failure.about(e.account().id())).orElse(failure);
    environment.store().atomically(unit -> {
      unit.record(about);
      throw new Refusal.CredentialsRejected().thrown();
    });
    throw new IllegalStateException("a unit that refuses does not return");
  }

  /** A better hash is a courtesy: when there is no room for it now, the next sign-in makes it. */
  private void rehash(Client client, Account account, PasswordHash stored, Password password) {
    try {
      PasswordHash better = hasher.hash(password);
      environment.store().atomically(unit -> {
        unit.accounts().lock(account.id());
        boolean replaced = unit.accounts().rehash(account.id(), stored, better);
        if (replaced) {
          unit.record(Event.of(EventType.PASSWORD_REHASHED, environment.now(), client, Actor.SYSTEM)
              .about(account.id()));
        }
        return replaced;
      });
    } catch (Outage later) {
      // the session is open: that there is no room for a courtesy is no reason to say otherwise
    }
  }

  private static Event event(EventType type, Client client, Instant now) {
    return Event.of(type, now, client, Actor.STRANGER);
  }
}
