package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
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
 * Judges the code of a second factor, whatever for: counts the attempt before it is judged, and accepts each code once. A device that has signed in to
 * the account before is counted apart, so that who knows the first factor only does not lock the owner out.
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
  <R> R counted(Client client, AccountId account, Instant now, Supplier<R> work) {
    return counted(client, account, now, work, Lockouts::takeBack);
  }

  /** The same for what completes a sign-in, which alone clears what was counted before. */
  <R> R completing(Client client, AccountId account, Instant now, Supplier<R> work) {
    return counted(client, account, now, work, Lockouts::forgive);
  }

  private <R> R counted(
      Client client, AccountId account, Instant now, Supplier<R> work, Settling done) {
    List<Gate> counted = enter(client, account, now);
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

  private List<Gate> enter(Client client, AccountId account, Instant now) {
    String from = client.deviceMarks().stream()
        .flatMap(mark -> mark.deviceOf(account, keys.digests()).stream())
        .findFirst()
        .orElse("anywhere");
    Gate gate = Gate.of(subject(account), from, Ladder.FACTOR_DAY);
    Passage passage = environment.storage().lockouts().attempt(List.of(gate), now);
    if (passage.shut().isPresent()) {
      environment
          .listeners()
          .accept(Event.of(EventType.LOCKED_OUT, now, client, Actor.STRANGER)
              .because(Tier.FACTOR_DAY.name()));
      throw new Refusal.LockedOut(passage.shut().get()).thrown();
    }
    return passage.counted();
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
   * @throws dev.gatehouse.domain.refusal.Refused {@code SecondFactorLocked}
   */
  boolean judge(Store.Unit unit, Client client, Account account, FactorCode code, Instant now) {
    Optional<Authenticator> enrolled = unit.secondFactors().find(account.id());
    if (enrolled.isEmpty()) {
      unit.record(failed(client, account, now).because("NOT_ENROLLED"));
      return false;
    }
    if (enrolled.get().locked()) {
      unit.record(failed(client, account, now).because("LOCKED"));
      throw new Refusal.SecondFactorLocked().thrown();
    }
    FactorSecrets secrets = vault.open(account, enrolled.get());
    boolean right = code.method() == Method.TOTP
        ? accepted(unit, enrolled.get(), secrets, code, now)
        : spent(unit, client, account, secrets, code, now);
    if (!right) {
      fail(unit, client, account, code, now);
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
      Store.Unit unit,
      Client client,
      Account account,
      FactorSecrets secrets,
      FactorCode code,
      Instant now) {
    boolean right = RecoveryCode.parse(code.text().reveal())
        .filter(read -> unit.secondFactors().spend(account.id(), secrets.digest(read)))
        .isPresent();
    if (right) {
      unit.record(event(EventType.RECOVERY_CODE_USED, client, account, now));
      owner.handle(
          unit,
          account,
          Mail.Kind.RECOVERY_CODE_USED,
          Map.of(
              "address",
              client.address().value(),
              "user_agent",
              client.userAgent(),
              "left",
              Integer.toString(unit.secondFactors().codesLeft(account.id()))),
          now);
    }
    return right;
  }

  private static void fail(
      Store.Unit unit, Client client, Account account, FactorCode code, Instant now) {
    unit.record(failed(client, account, now).because("WRONG_" + code.method()));
    if (unit.secondFactors().fail(account.id()) == Authenticator.MOST_FAILURES) {
      unit.record(event(EventType.SECOND_FACTOR_LOCKED, client, account, now));
    }
  }

  private static Event failed(Client client, Account account, Instant now) {
    return event(EventType.SECOND_FACTOR_FAILED, client, account, now);
  }

  private static Event event(EventType type, Client client, Account account, Instant now) {
    return Event.of(type, now, client, Actor.owner(account.id())).about(account.id());
  }

  /** Apart from where passwords are counted: proving the mailbox clears those, and not these. */
  private static String subject(AccountId account) {
    return "factor:" + account;
  }
}
