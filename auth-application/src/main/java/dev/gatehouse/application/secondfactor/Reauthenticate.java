package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.CheckPassword;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Recognises the owner of a session anew, for {@link StepUp}: by the password, where there is one, together with a code, where a second factor is
 * enrolled. The session stays what it is. Guessing here is counted as it is when signing in.
 */
public final class Reauthenticate {
  private final Environment environment;
  private final CheckPassword passwords;
  private final CheckFactor factors;

  public Reauthenticate(Environment environment, CheckPassword passwords, CheckFactor factors) {
    this.environment = environment;
    this.passwords = passwords;
    this.factors = factors;
  }

  /**
   * Returns for how long it counts.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CredentialsRejected}, {@code SecondFactorRejected}, {@code SecondFactorLocked}, {@code LockedOut},
   *     {@code Throttled}, {@code StepUpRequired} (the account needs more than was shown), {@code TokenRejected} (the account is no longer active, or
   *     the session has ended)
   */
  public Duration handle(
      Client client, AccessClaims caller, Optional<Password> password, Optional<FactorCode> code) {
    Instant now = environment.now();
    AccountDirectory.Entry entry = environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .filter(e -> e.account().active())
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    boolean has = entry.password().isPresent();
    boolean factor = !entry.account().secondFactors().isEmpty();
    if ((has && password.isEmpty()) || (factor && code.isEmpty()) || !(has || factor)) {
      throw StepUp.required(entry.account(), has).thrown();
    }
    Optional<CheckPassword.Judged> judged =
        password.filter(p -> has).map(p -> judged(client, caller, entry, p, now));
    try {
      mark(client, caller, entry.account(), code.filter(c -> factor), now);
      judged.ifPresent(right -> passwords.forgive(right, now));
      return Standing.LATELY;
    } catch (Outage outage) {
      judged.ifPresent(right -> passwords.takeBack(right, now));
      throw outage;
    }
  }

  private CheckPassword.Judged judged(
      Client client,
      AccessClaims caller,
      AccountDirectory.Entry entry,
      Password password,
      Instant now) {
    CheckPassword.Judged judged = passwords.handle(client, entry, password, now);
    if (!judged.right()) {
      throw environment
          .store()
          .<RuntimeException>atomically(unit -> failed(unit, client, caller, judged.reason(), now));
    }
    return judged;
  }

  private Standing.Proof mark(
      Client client, AccessClaims caller, Account seen, Optional<FactorCode> code, Instant now) {
    Supplier<Standing.Proof> marking =
        () -> environment.store().atomically(unit -> mark(unit, client, caller, seen, code, now));
    return code.map(shown -> factors.counted(client, seen.id(), now, marking)).orElseGet(marking);
  }

  private Standing.Proof mark(
      Store.Unit unit,
      Client client,
      AccessClaims caller,
      Account seen,
      Optional<FactorCode> code,
      Instant now) {
    Account account = unit.accounts()
        .lock(seen.id())
        .filter(a -> a.active() && a.epoch() == seen.epoch())
        .orElseThrow(() -> failed(unit, client, caller, "ACCOUNT_CHANGED", now));
    if (code.isPresent() && !factors.judge(unit, client, account, code.get(), now)) {
      throw new Refusal.SecondFactorRejected().thrown();
    }
    Standing.Proof proof = new Standing.Proof(now, StepUp.level(account));
    if (!unit.sessions().stepUp(account.id(), caller.session(), proof)) {
      throw new Refusal.TokenRejected().thrown();
    }
    unit.record(event(EventType.STEPPED_UP, client, caller, now));
    return proof;
  }

  private static RuntimeException failed(
      Store.Unit unit, Client client, AccessClaims caller, String reason, Instant now) {
    unit.record(event(EventType.STEP_UP_FAILED, client, caller, now).because(reason));
    return new Refusal.CredentialsRejected().thrown();
  }

  private static Event event(EventType type, Client client, AccessClaims caller, Instant now) {
    return Event.of(type, now, client, Actor.owner(caller.subject()))
        .about(caller.subject())
        .about(caller.session());
  }
}
