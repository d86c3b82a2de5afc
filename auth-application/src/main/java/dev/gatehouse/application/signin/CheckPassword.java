package dev.gatehouse.application.signin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges a password for a name: counts the attempt before it is judged, and costs the same whether or not the name is known. */
public final class CheckPassword {
  private final Environment environment;
  private final PasswordGates gates;
  private final PasswordHasher hasher;
  private final Turnstile turnstile;

  public CheckPassword(
      Environment environment, PasswordGates gates, PasswordHasher hasher, Turnstile turnstile) {
    this.environment = environment;
    this.gates = gates;
    this.hasher = hasher;
    this.turnstile = turnstile;
  }

  /**
   * What was found.
   *
   * @param judged whether the password was looked at; if not, that is nobody's to know
   * @param right whether the account exists, is active or leaving, and this is its password
   * @param counted to be forgiven once the attempt has led to what it was for
   */
  public record Judged(
      Optional<AccountDirectory.Entry> entry, boolean judged, boolean right, List<Gate> counted) {
    /** Why it is not right: for the event, never for the caller. */
    public String reason() {
      if (entry.isEmpty()) {
        return "UNKNOWN_NAME";
      }
      Account account = entry.get().account();
      if (!account.claimable()) {
        return "ACCOUNT_" + account.status();
      }
      if (!judged) {
        return "LOCKED_OUT";
      }
      return entry.get().password().isEmpty() ? "NO_PASSWORD" : "WRONG_PASSWORD";
    }
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code LockedOut} when a gate is shut, {@code Throttled} when too many of the same host ask at once;
   *     then nothing is said of the password
   * @throws dev.gatehouse.port.Outage when the hashing budget is full
   */
  public Judged handle(Client client, Identifier name, Password password, Instant now) {
    return turnstile.pass(client, () -> {
      hasher.expectRoom();
      Optional<AccountDirectory.Entry> entry =
          environment.storage().accounts().find(client.realm().key(), name);
      PasswordGates.Entry entered =
          gates.enter(client, entry.map(AccountDirectory.Entry::account), name, now);
      return judge(entry, entered, password, now);
    });
  }

  /** The same for an account that is known already. */
  public Judged handle(
      Client client, AccountDirectory.Entry entry, Password password, Instant now) {
    return turnstile.pass(client, () -> {
      hasher.expectRoom();
      return judge(Optional.of(entry), gates.enter(client, entry.account(), now), password, now);
    });
  }

  /**
   * Does what a right password permits: what was counted for it is cleared once that is done, and taken back if an outage ends it.
   *
   * @param right empty where the account has none
   */
  public <R> R permitting(Optional<Judged> right, Instant now, Supplier<R> work) {
    R result;
    try {
      result = work.get();
    } catch (Outage outage) {
      right.ifPresent(judged -> takeBack(judged, now));
      throw outage;
    }
    right.ifPresent(judged -> gates.forgive(judged.counted(), now));
    return result;
  }

  /** Takes back what was counted for an attempt that an outage ended. */
  public void takeBack(Judged judged, Instant now) {
    try {
      gates.takeBack(judged.counted(), now);
    } catch (Outage again) {
      // counted it stays; the lock passes by itself
    }
  }

  private Judged judge(
      Optional<AccountDirectory.Entry> entry,
      PasswordGates.Entry entered,
      Password password,
      Instant now) {
    // behind a gate that is shut in silence the same work is done as for a name that nobody has
    Optional<PasswordHash> stored =
        entry.filter(e -> entered.open()).flatMap(AccountDirectory.Entry::password);
    boolean matches = matches(password, stored, entered.counted(), now);
    boolean right = matches && entry.isPresent() && entry.get().account().claimable();
    return new Judged(entry, entered.open(), right, entered.counted());
  }

  /** An attempt that was not judged is not counted; those before it are, or an attacker would clear them by overloading the hasher. */
  private boolean matches(
      Password password, Optional<PasswordHash> stored, List<Gate> counted, Instant now) {
    try {
      return hasher.matches(password, stored);
    } catch (Outage full) {
      gates.takeBack(counted, now);
      throw full;
    }
  }
}
