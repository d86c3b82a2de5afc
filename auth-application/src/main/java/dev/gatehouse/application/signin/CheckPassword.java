package dev.gatehouse.application.signin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a password for a name: counts the attempt before it is judged, and costs the same whether or not the name is known. Who shows the mark
 * of a device that has signed in to the account before is counted apart, so that strangers cannot lock the owner out.
 */
public final class CheckPassword {
  /** A counter for who has used up an account's day and has no mailbox to be reached by. */
  private static final String LAST_RESORT = "last:";

  private final Environment environment;
  private final KeyRings keys;
  private final PasswordHasher hasher;

  public CheckPassword(Environment environment, KeyRings keys, PasswordHasher hasher) {
    this.environment = environment;
    this.keys = keys;
    this.hasher = hasher;
  }

  /**
   * What was found.
   *
   * @param right whether the account exists, is active, and this is its password
   * @param counted to be forgiven once the attempt has led to what it was for
   */
  public record Judged(Optional<AccountDirectory.Entry> entry, boolean right, List<Gate> counted) {
    /** Why it is not right: for the event, never for the caller. */
    public String reason() {
      if (entry.isEmpty()) {
        return "UNKNOWN_NAME";
      }
      Account account = entry.get().account();
      if (!account.active()) {
        return "ACCOUNT_" + account.status();
      }
      return entry.get().password().isEmpty() ? "NO_PASSWORD" : "WRONG_PASSWORD";
    }
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code LockedOut} when a gate is shut; then nothing is said of the password
   * @throws dev.gatehouse.port.Outage when the hashing budget is full
   */
  public Judged handle(Client client, Identifier name, Password password, Instant now) {
    return judge(
        client,
        environment.storage().accounts().find(client.realm().key(), name),
        name,
        password,
        now);
  }

  /** The same for an account that is known already. */
  public Judged handle(
      Client client, AccountDirectory.Entry entry, Password password, Instant now) {
    Identifier name = entry
        .account()
        .username()
        .<Identifier>map(Identifier.ByUsername::new)
        .orElseGet(() -> byEmail(entry.account()));
    return judge(client, Optional.of(entry), name, password, now);
  }

  /**
   * Clears what was counted for an attempt that was no failure. What it was for is done by now, so a store that does not answer is no
   * reason to say otherwise: the count is then forgotten in its own time.
   */
  public void forgive(Judged judged, Instant now) {
    try {
      environment.storage().lockouts().forgive(judged.counted(), now);
    } catch (Outage missed) {
      environment
          .listeners()
          .accept(Event.of(EventType.COUNT_NOT_FORGIVEN, now, Optional.empty(), Actor.SYSTEM));
    }
  }

  private static Identifier byEmail(Account account) {
    return account
        .email()
        .<Identifier>map(Identifier.ByEmail::new)
        .orElseGet(() -> new Identifier.Nobody(account.id().toString()));
  }

  private Judged judge(
      Client client,
      Optional<AccountDirectory.Entry> entry,
      Identifier name,
      Password password,
      Instant now) {
    List<Gate> counted = pass(client, entry.map(AccountDirectory.Entry::account), name, now);
    boolean matches =
        matches(password, entry.flatMap(AccountDirectory.Entry::password), counted, now);
    return new Judged(
        entry, matches && entry.isPresent() && entry.get().account().active(), counted);
  }

  /** An attempt that was not judged is not counted; those before it are, or an attacker would clear them by overloading the hasher. */
  private boolean matches(
      Password password, Optional<PasswordHash> stored, List<Gate> counted, Instant now) {
    try {
      return hasher.matches(password, stored);
    } catch (Outage full) {
      environment.storage().lockouts().takeBack(counted, now);
      throw full;
    }
  }

  private List<Gate> pass(Client client, Optional<Account> account, Identifier name, Instant now) {
    String subject = account
        .map(a -> subject(a))
        .orElseGet(() -> keys.digests().nameless(client.realm().key(), name));
    Optional<String> device = account.flatMap(a -> client.deviceMarks().stream()
        .flatMap(m -> m.deviceOf(a.id(), keys.digests()).stream())
        .findFirst());
    if (device.isPresent()) {
      return passed(List.of(Gate.of(subject, device.get(), Ladder.PASSWORD)), now);
    }
    String prefix = client.address().prefix();
    List<Gate> counted = new ArrayList<>(passed(
        List.of(
            Gate.of(subject, prefix, Ladder.PASSWORD),
            new Gate(prefix, "accounts", Ladder.PREFIX_HOUR, true)),
        now));
    counted.addAll(
        account.map(a -> a.email().isPresent()).orElse(name.asEmail().isPresent())
            ? passed(List.of(day(subject)), now)
            : dayOrLastResort(subject, prefix, now));
    return counted;
  }

  /** What counters about an account are kept under. */
  public static String subject(Account account) {
    return account.id().toString();
  }

  private static Gate day(String subject) {
    return Gate.of(subject, "anywhere", Ladder.ACCOUNT_DAY);
  }

  private List<Gate> dayOrLastResort(String subject, String prefix, Instant now) {
    Passage passage = environment.storage().lockouts().attempt(List.of(day(subject)), now);
    return passage.shut().isEmpty()
        ? passage.counted()
        : passed(List.of(Gate.of(subject, LAST_RESORT + prefix, Ladder.LAST_RESORT)), now);
  }

  private List<Gate> passed(List<Gate> gates, Instant now) {
    Passage passage = environment.storage().lockouts().attempt(gates, now);
    Optional<Duration> shut = passage.shut();
    if (shut.isPresent()) {
      // not judged, so not counted where it passed: else newcomers could be made known while the
      // prefix is shut
      environment.storage().lockouts().takeBack(passage.counted(), now);
      throw new Refusal.LockedOut(shut.get()).thrown();
    }
    return passage.counted();
  }
}
