package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.FactorSecrets;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.credential.Totp;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.domain.throttle.Tier;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Judges the code of a second factor, whatever for: counts the attempt before it is judged, and accepts each code once. Each device that has signed in to
 * the account with a second factor before is counted apart, by the day and in a row, so that who knows the first factor only does not lock the owner out.
 */
public final class CheckFactor {
  private final Environment environment;
  private final KeyRings keys;
  private final FactorVault vault;
  private final TellOwner owner;

  public CheckFactor(Environment environment, KeyRings keys, FactorVault vault, TellOwner owner) {
    this.environment = environment;
    this.keys = keys;
    this.vault = vault;
    this.owner = owner;
  }

  /**
   * Does what judges a code, in a unit of its own, after the attempt is counted. It is taken back if that returns, or if an outage ends it; those
   * before it stay counted, or a right code now and then would buy as many guesses as anybody wants.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code LockedOut}, and whatever the work throws
   */
  <R> R counted(Asker asker, AccountId account, Supplier<R> work) {
    return counted(asker, account, work, Lockouts::takeBack);
  }

  /** The same for what completes a sign-in, which alone clears what was counted before. */
  <R> R completing(Asker asker, AccountId account, Supplier<R> work) {
    return counted(asker, account, work, Lockouts::forgive);
  }

  private <R> R counted(Asker asker, AccountId account, Supplier<R> work, Settling done) {
    Instant now = asker.now();
    List<Gate> counted = enter(asker, account);
    R result;
    try {
      result = work.get();
    } catch (Outage outage) {
      quietly(now, lockouts -> lockouts.takeBack(counted, now));
      throw outage;
    }
    quietly(now, lockouts -> done.settle(lockouts, counted, now));
    return result;
  }

  /** What becomes of an attempt that was no failure. */
  private interface Settling {
    void settle(Lockouts lockouts, List<Gate> counted, Instant now);
  }

  private List<Gate> enter(Asker asker, AccountId account) {
    Instant now = asker.now();
    Passage passage = environment.storage().lockouts().attempt(gates(asker.client(), account), now);
    if (passage.stop().isEmpty()) {
      return passage.counted();
    }
    Passage.Stop stop = passage.stop().get();
    environment
        .listeners()
        .accept(Event.of(EventType.LOCKED_OUT, now, asker.client(), Actor.STRANGER)
            .because(Tier.of(stop.gate()).name()));
    // not judged, so not counted where it passed
    quietly(now, lockouts -> lockouts.takeBack(passage.counted(), now));
    throw new Refusal.LockedOut(stop.rest()).thrown();
  }

  /** Of a device that is known the row of failures is counted here too; that of all others, together, with the authenticator. */
  private List<Gate> gates(Client client, AccountId account) {
    String subject = subject(account);
    return client
        .deviceOf(account, Acr.AAL2, keys.digests())
        .map(device -> List.of(
            Gate.of(subject, device, Ladder.FACTOR_DAY),
            Gate.of(subject, "row:" + device, Ladder.FACTOR_ROW)))
        .orElseGet(() -> List.of(Gate.of(subject, "anywhere", Ladder.FACTOR_DAY)));
  }

  /** What the attempt was for is done, or is not: a store that does not answer is no reason to say otherwise. */
  private void quietly(Instant now, Consumer<Lockouts> counters) {
    try {
      counters.accept(environment.storage().lockouts());
    } catch (Outage missed) {
      environment
          .listeners()
          .accept(Event.of(EventType.COUNT_NOT_FORGIVEN, now, Optional.empty(), Actor.SYSTEM));
    }
  }

  /** Clears every counter about an account. */
  public void clear(AccountId account) {
    environment.storage().lockouts().clear(subject(account));
  }

  /**
   * Judges a code for an account that is locked in this unit, and spends it if it is right; the failure is recorded otherwise.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code SecondFactorLocked}, to a device that is not known
   */
  boolean judge(Store.Unit unit, Asker asker, Account account, FactorCode code) {
    Event failed = asker.event(EventType.SECOND_FACTOR_FAILED, account);
    Optional<Authenticator> enrolled = unit.secondFactors().find(account.id());
    if (enrolled.isEmpty()) {
      unit.record(failed.because("NOT_ENROLLED"));
      return false;
    }
    boolean known =
        asker.client().deviceOf(account.id(), Acr.AAL2, keys.digests()).isPresent();
    if (!known && enrolled.get().locked()) {
      unit.record(failed.because("LOCKED"));
      throw new Refusal.SecondFactorLocked().thrown();
    }
    FactorSecrets secrets = vault.open(account, enrolled.get());
    boolean right = code.method() == Method.TOTP
        ? accepted(unit, enrolled.get(), secrets, code, asker.now())
        : spent(unit, asker, account, secrets, code);
    if (!right) {
      unit.record(failed.because("WRONG_" + code.method()));
    }
    if (!right
        && !known
        && unit.secondFactors().fail(account.id()) == Authenticator.MOST_FAILURES) {
      unit.record(asker.event(EventType.SECOND_FACTOR_LOCKED, account));
    }
    return right;
  }

  private static boolean accepted(
      Store.Unit unit,
      Authenticator authenticator,
      FactorSecrets secrets,
      FactorCode code,
      Instant now) {
    OptionalLong step =
        Totp.accept(secrets.totp(), code.text().reveal(), authenticator.lastStep(), now);
    return step.isPresent()
        && unit.secondFactors().accept(authenticator.account(), step.getAsLong());
  }

  private boolean spent(
      Store.Unit unit, Asker asker, Account account, FactorSecrets secrets, FactorCode code) {
    boolean right = RecoveryCode.parse(code.text().reveal())
        .filter(read -> unit.secondFactors().spend(account.id(), secrets.digest(read)))
        .isPresent();
    if (right) {
      unit.record(asker.event(EventType.RECOVERY_CODE_USED, account));
      owner.handle(
          unit,
          account,
          Mail.Kind.RECOVERY_CODE_USED,
          Map.of(
              "address",
              asker.client().address().value(),
              "user_agent",
              asker.client().userAgent(),
              "left",
              Integer.toString(unit.secondFactors().codesLeft(account.id()))),
          asker.now());
    }
    return right;
  }

  /** Apart from where passwords are counted: proving the mailbox clears those, and not these. */
  private static String subject(AccountId account) {
    return "factor:" + account;
  }
}
