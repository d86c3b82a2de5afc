package dev.gatehouse.application.signin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.domain.throttle.Tier;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.port.Outage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gates that an attempt at a password passes; each counts it before it is judged. What is said aloud is counted by the name as it was
 * typed, and looks the same whether or not somebody has the name, or another besides. What is counted by the account over all its names
 * stops in silence, but for who is signed in. A device that has signed in to the account before is counted apart, so that strangers cannot lock the owner out.
 */
public final class PasswordGates {
  /** A counter for who has used up the day of a name or an account and may have no mailbox to be reached by. */
  private static final String LAST_RESORT = "last:";

  /** Stands before a name that nobody has, where that of an account would stand. */
  private static final String NOBODY = "nobody:";

  private final Environment environment;
  private final KeyRings keys;

  public PasswordGates(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /**
   * How an attempt came through.
   *
   * @param open whether it may be judged; if not, it is to be answered as if it were wrong
   * @param counted to be forgiven once the attempt has led to what it was for
   */
  record Entry(boolean open, List<Gate> counted) {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code LockedOut} when a gate is shut that may be seen */
  Entry enter(Client client, Optional<Account> account, Identifier name, Instant now) {
    return account
        .flatMap(a -> byDevice(client, a, now))
        .orElseGet(() -> byName(client, account, name, now));
  }

  /** The same for who is known already, and may hear of the account's own gates. */
  Entry enter(Client client, Account account, Instant now) {
    return byDevice(client, account, now).orElseGet(() -> {
      String subject = subject(account);
      Passage passage = attempt(total(subject, client), now);
      boolean mailbox = account.email().isPresent();
      return aloud(
          client, mailbox ? passage : orLastResort(passage, subject, client, List.of(), now), now);
    });
  }

  private Optional<Entry> byDevice(Client client, Account account, Instant now) {
    return client
        .deviceOf(account.id(), Acr.AAL1, keys.digests())
        .map(device -> Gate.of(subject(account), device, Ladder.PASSWORD))
        .map(gate -> aloud(client, attempt(List.of(gate), now), now));
  }

  private Entry byName(Client client, Optional<Account> account, Identifier name, Instant now) {
    String typed = keys.digests().nameless(client.realm().key(), name);
    String subject = account.map(PasswordGates::subject).orElseGet(() -> NOBODY + typed);
    Passage named = byName(client, typed, name.asEmail().isPresent(), total(subject, client), now);
    // tried for every username, or one with a mailbox would cost less; but it opens none of those
    Passage last =
        name.asEmail().isPresent() ? named : orLastResort(named, subject, client, List.of(), now);
    boolean mailbox = account.flatMap(Account::email).isPresent();
    Passage passage = mailbox ? new Passage(last.counted(), named.stop()) : last;
    boolean silent =
        passage.stop().filter(stop -> stop.gate().subject().equals(subject)).isPresent();
    if (silent) {
      heard(client, passage, now);
      return new Entry(false, passage.counted());
    }
    return aloud(client, passage, now);
  }

  private Passage byName(
      Client client, String typed, boolean reachable, List<Gate> total, Instant now) {
    String prefix = client.address().prefix();
    Passage passage = attempt(
        with(
            total,
            Gate.of(typed, prefix, Ladder.PASSWORD),
            new Gate(prefix, "accounts", Ladder.PREFIX_HOUR, true),
            day(typed)),
        now);
    return reachable ? passage : orLastResort(passage, typed, client, total, now);
  }

  /** Who is stopped by the day of that subject passes by a gate of its own instead, and by those that would have come after the day. */
  private Passage orLastResort(
      Passage passage, String subject, Client client, List<Gate> after, Instant now) {
    if (!passage.stoppedAt(day(subject))) {
      return passage;
    }
    Gate last = Gate.of(subject, LAST_RESORT + client.address().prefix(), Ladder.LAST_RESORT);
    Passage other = attempt(with(after, last), now);
    return new Passage(joined(passage.counted(), other.counted()), other.stop());
  }

  private static Gate day(String subject) {
    return Gate.of(subject, "anywhere", Ladder.ACCOUNT_DAY);
  }

  /** Over all names of the account: from this network, and from anywhere in a day. */
  private static List<Gate> total(String subject, Client client) {
    return List.of(Gate.of(subject, client.address().prefix(), Ladder.PASSWORD), day(subject));
  }

  private Passage attempt(List<Gate> gates, Instant now) {
    return lockouts().attempt(gates, now);
  }

  private Entry aloud(Client client, Passage passage, Instant now) {
    if (passage.shut().isPresent()) {
      heard(client, passage, now);
      // not judged, so not counted where it passed: else newcomers could be made known while the
      // prefix is shut
      takeBack(passage.counted(), now);
      throw new Refusal.LockedOut(passage.shut().get()).thrown();
    }
    return new Entry(true, passage.counted());
  }

  /** Told to listeners only: a row would be the attacker's to multiply. */
  private void heard(Client client, Passage passage, Instant now) {
    Event locked = Event.of(EventType.LOCKED_OUT, now, client, Actor.STRANGER);
    passage
        .stop()
        .map(stop -> locked.because(Tier.of(stop.gate()).name()))
        .ifPresent(environment.listeners());
  }

  void takeBack(List<Gate> counted, Instant now) {
    lockouts().takeBack(counted, now);
  }

  /**
   * Clears what was counted for an attempt that was no failure. What it was for is done by now, so a store that does not answer is no
   * reason to say otherwise: the count is then forgotten in its own time.
   */
  void forgive(List<Gate> counted, Instant now) {
    unlessGone(() -> lockouts().forgive(counted, now), now);
  }

  /** As {@link #clear}, for who has done what counts by now. */
  public void forget(Account account, Instant now) {
    unlessGone(() -> clear(account), now);
  }

  private void unlessGone(Runnable forgetting, Instant now) {
    try {
      forgetting.run();
    } catch (Outage missed) {
      environment
          .listeners()
          .accept(Event.of(EventType.COUNT_NOT_FORGIVEN, now, Optional.empty(), Actor.SYSTEM));
    }
  }

  /** Clears every counter about an account and its names. */
  public void clear(Account account) {
    Stream.concat(
            Stream.of(subject(account)),
            account.identifiers().map(name -> keys.digests().nameless(account.realm(), name)))
        .forEach(lockouts()::clear);
  }

  private Lockouts lockouts() {
    return environment.storage().lockouts();
  }

  private static String subject(Account account) {
    return account.id().toString();
  }

  private static List<Gate> with(List<Gate> last, Gate... first) {
    return joined(List.of(first), last);
  }

  private static List<Gate> joined(List<Gate> first, List<Gate> last) {
    List<Gate> gates = new ArrayList<>(first);
    gates.addAll(last);
    return gates;
  }
}
