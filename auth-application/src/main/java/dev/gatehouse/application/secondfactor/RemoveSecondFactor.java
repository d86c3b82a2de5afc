package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.CheckPassword;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Removes the caller's second factor, for who shows both: the password, where there is one, and a code. */
public final class RemoveSecondFactor {
  private final Environment environment;
  private final CheckPassword passwords;
  private final CheckFactor check;
  private final TellOwner owner;

  public RemoveSecondFactor(
      Environment environment, CheckPassword passwords, CheckFactor check, TellOwner owner) {
    this.environment = environment;
    this.passwords = passwords;
    this.check = check;
    this.owner = owner;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code NotFound} (none is enrolled), {@code NotPermitted} (the realm requires one;
   *     another may take its place), {@code CredentialsRejected}, {@code SecondFactorRejected}, {@code SecondFactorLocked}, {@code LockedOut}, {@code
   *     Throttled}, {@code TokenRejected}
   */
  public void handle(
      Client client, AccessClaims caller, Optional<Password> password, FactorCode code) {
    Instant now = environment.now();
    // before the password is looked at: who may not do this is told nothing of it
    environment.store().atomically(unit -> removable(unit, client, caller, now));
    Asker asker = Asker.signedIn(client, caller, now);
    Supplier<Account> removing = () -> check.counted(
        asker,
        caller.subject(),
        () -> environment.store().atomically(unit -> {
          Account account = removable(unit, client, caller, now);
          if (!check.judge(unit, asker, account, code)) {
            throw new Refusal.SecondFactorRejected().thrown();
          }
          return remove(unit, asker, account);
        }));
    passwords.permitting(judged(asker, caller, password), now, removing);
  }

  private static Account removable(
      Store.Unit unit, Client client, AccessClaims caller, Instant now) {
    Account account = StepUp.require(unit, caller, now);
    if (account.secondFactors().isEmpty()) {
      throw new Refusal.NotFound().thrown();
    }
    if (client.realm().secondFactorRequired()) {
      throw new Refusal.NotPermitted().thrown();
    }
    return account;
  }

  private Optional<CheckPassword.Judged> judged(
      Asker asker, AccessClaims caller, Optional<Password> password) {
    AccountDirectory.Entry entry = environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    if (entry.password().isEmpty()) {
      return Optional.empty();
    }
    CheckPassword.Judged judged =
        passwords.handle(asker.client(), entry, password.orElse(new Password("")), asker.now());
    if (!judged.right()) {
      environment.store().atomically(unit -> {
        unit.record(
            asker.event(EventType.SECOND_FACTOR_FAILED, entry.account()).because(judged.reason()));
        throw new Refusal.CredentialsRejected().thrown();
      });
    }
    return Optional.of(judged);
  }

  private Account remove(Store.Unit unit, Asker asker, Account account) {
    unit.secondFactors().remove(account.id());
    unit.accounts().setSecondFactors(account.id(), Set.of(), asker.now());
    unit.record(asker.event(EventType.SECOND_FACTOR_REMOVED, account));
    owner.handle(unit, account, Mail.Kind.SECOND_FACTOR_REMOVED, asker.client(), asker.now());
    return account;
  }
}
