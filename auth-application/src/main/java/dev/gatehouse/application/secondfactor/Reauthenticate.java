package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.CheckPassword;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Duration;
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
    Asker asker = Asker.signedIn(client, caller, environment.now());
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
    if (!has) {
      // before the code is looked at, which would be counted
      environment.store().atomically(unit -> another(unit, asker, caller, entry.account()));
    }
    Optional<CheckPassword.Judged> judged =
        password.filter(p -> has).map(p -> judged(asker, entry, p));
    passwords.permitting(
        judged, asker.now(), () -> mark(asker, caller, entry.account(), code.filter(c -> factor)));
    return Standing.LATELY;
  }

  /** That the session has shown the second factor before: there is nothing but a code to recognise its owner by. */
  private static Standing another(
      Store.Unit unit, Asker asker, AccessClaims caller, Account account) {
    unit.accounts().lock(account.id());
    Standing standing = unit.sessions()
        .standing(account.id(), caller.session(), asker.now())
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    if (!standing.proven(StepUp.level(account))) {
      throw StepUp.required(account, false, standing).thrown();
    }
    return standing;
  }

  private CheckPassword.Judged judged(
      Asker asker, AccountDirectory.Entry entry, Password password) {
    CheckPassword.Judged judged = passwords.handle(asker.client(), entry, password, asker.now());
    if (!judged.right()) {
      throw environment
          .store()
          .<RuntimeException>atomically(
              unit -> failed(unit, asker, entry.account(), judged.reason()));
    }
    return judged;
  }

  private Standing.Proof mark(
      Asker asker, AccessClaims caller, Account seen, Optional<FactorCode> code) {
    Supplier<Standing.Proof> marking =
        () -> environment.store().atomically(unit -> mark(unit, asker, caller, seen, code));
    return code.map(shown -> factors.counted(asker, seen.id(), marking)).orElseGet(marking);
  }

  private Standing.Proof mark(
      Store.Unit unit, Asker asker, AccessClaims caller, Account seen, Optional<FactorCode> code) {
    Account account = unit.accounts()
        .lock(seen.id())
        .filter(a -> a.active() && a.epoch() == seen.epoch())
        .orElseThrow(() -> failed(unit, asker, seen, "ACCOUNT_CHANGED"));
    if (code.isPresent() && !factors.judge(unit, asker, account, code.get())) {
      throw new Refusal.SecondFactorRejected().thrown();
    }
    Standing.Proof proof = new Standing.Proof(asker.now(), StepUp.level(account));
    if (!unit.sessions().stepUp(account.id(), caller.session(), proof)) {
      throw new Refusal.TokenRejected().thrown();
    }
    unit.record(asker.event(EventType.STEPPED_UP, account));
    return proof;
  }

  private static RuntimeException failed(
      Store.Unit unit, Asker asker, Account account, String reason) {
    unit.record(asker.event(EventType.STEP_UP_FAILED, account).because(reason));
    return new Refusal.CredentialsRejected().thrown();
  }
}
