package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.Unspent;
import dev.gatehouse.application.registration.Admission;
import dev.gatehouse.application.registration.ProviderAccounts;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where everybody comes in who is known by an identity, whichever way it was proven: to the account that has it, or to one that is made. What is due
 * besides, {@link OpenSession} says as of everybody.
 */
public final class IdentityDoor {
  /** How often somebody may be overtaken by others who make, link or unlink the same. */
  private static final int TRIES = 3;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Environment environment;
  private final ProviderAccounts accounts;
  private final OpenSession open;

  public IdentityDoor(Environment environment, KeyRings keys, OpenSession open) {
    this.environment = environment;
    this.accounts = new ProviderAccounts(environment, keys);
    this.open = open;
  }

  /** What leads to the door, and is used up by going through. */
  public interface Way {
    /** Who comes by it, or a refusal; nothing is used up by looking. */
    Recognised look(Store.Unit unit);

    /**
     * Uses it up; a refusal where it is no good, or somebody else has by now.
     *
     * @param owner whose account it leads to, locked; for the record
     */
    void spend(Store.Unit unit, Optional<AccountId> owner);
  }

  /** The identity has become another account's, or nobody's, since it was looked for: what this unit did is undone, and it is tried again. */
  private static final class Overtaken extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("the identity has another owner by now", null, false, false);
    }
  }

  private record Decided(OpenSession.Decided decided, boolean newcomer) {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut} */
  public static void checkOpen(Realm realm) {
    if (!realm.opensToProviders()) {
      throw new Refusal.ProvidersShut().thrown();
    }
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code RegistrationDisabled}, {@code TermsNotAccepted} and {@code
   *     InvitationRejected} (then nothing is used up), {@code IdentityRejected} when the person was recognised before the account was changed last, {@code CredentialsRejected} when the account is not active or was changed since the person was recognised, and whatever the way refuses with
   */
  public Entered enter(Client client, Arrival arrival, Way way, Instant now) {
    checkOpen(client.realm());
    Decided decided = tried(unit -> decide(unit, client, arrival, way, now));
    return new Entered(open.complete(decided.decided(), now), decided.newcomer());
  }

  /** Whose account it is, and whether it was just made. */
  record Adopted(AccountId account, boolean newcomer) {}

  /**
   * Makes the account of somebody who has none, and lets nobody in.
   *
   * @param act what is on record of it, whether or not there was one
   */
  Adopted adopt(Client client, Arrival arrival, ProvenIdentity person, Event act, Instant now) {
    return tried(unit -> {
      Optional<Account> owner = owner(unit, client.realm().key(), person);
      AccountId account =
          owner.orElseGet(() -> newcomer(unit, client, arrival, person, now)).id();
      unit.record(act.about(account));
      return new Adopted(account, owner.isEmpty());
    });
  }

  private <R> R tried(Function<Store.Unit, R> work) {
    for (int tries = 1; ; tries++) {
      try {
        return Unspent.spare(environment.store(), work);
      } catch (Overtaken overtaken) {
        if (tries == TRIES) {
          throw new Refusal.Throttled(SOON).thrown();
        }
      }
    }
  }

  private Decided decide(Store.Unit unit, Client client, Arrival arrival, Way way, Instant now) {
    Recognised who = way.look(unit);
    Optional<Account> owner = owner(unit, client.realm().key(), who.person());
    way.spend(unit, owner.map(Account::id));
    if (owner
        .filter(known -> who.outlived(unit.accounts().epochRaisedAt(known.id())))
        .isPresent()) {
      unit.record(failed(client, owner, "PROOF_OUTLIVED", now));
      throw new Refusal.IdentityRejected().thrown();
    }
    if (!who.holds(owner)) {
      throw rejected(unit, client, owner, "ACCOUNT_CHANGED", now);
    }
    if (owner.filter(account -> !account.claimable()).isPresent()) {
      throw rejected(unit, client, owner, "ACCOUNT_NOT_ACTIVE", now);
    }
    Account account = owner
        .map(known -> returning(unit, client, known, who.person(), now))
        .orElseGet(() -> newcomer(unit, client, arrival, who.person(), now));
    unit.record(Event.of(EventType.IDENTITY_PROVEN, now, client, Actor.owner(account.id()))
        .about(account.id())
        .because(provider(who.person())));
    return new Decided(
        open.decide(
            unit,
            new OpenSession.Proven(client, account, Set.of(Method.PROVIDER), arrival.remember()),
            now),
        owner.isEmpty());
  }

  /** The account that has the identity, locked. */
  private static Optional<Account> owner(Store.Unit unit, RealmKey realm, ProvenIdentity person) {
    Optional<AccountId> found = unit.identities().owner(realm, person.all());
    Optional<Account> locked = found.flatMap(unit.accounts()::lock);
    // while its row was waited for, it may have been taken from the account
    if (found.isPresent() && !unit.identities().owner(realm, person.all()).equals(found)) {
      throw new Overtaken();
    }
    return locked;
  }

  private static Account returning(
      Store.Unit unit, Client client, Account account, ProvenIdentity person, Instant now) {
    Event joined = Event.of(EventType.IDENTITY_JOINED, now, client, Actor.owner(account.id()))
        .about(account.id());
    used(unit, account, person, joined, now);
    return account;
  }

  /**
   * Keeps that an identity of the account was used.
   *
   * @param joined what is on record where the provider calls the person something else besides
   */
  static void used(
      Store.Unit unit, Account account, ProvenIdentity person, Event joined, Instant now) {
    unit.identities()
        .used(account.id(), account.realm(), person, now)
        .forEach(other -> unit.record(joined.because(other.provider().value())));
  }

  private Account newcomer(
      Store.Unit unit, Client client, Arrival arrival, ProvenIdentity person, Instant now) {
    Optional<Invitation> invitation = admitted(unit, client, arrival, person, now);
    Account account = accounts.create(
        unit,
        client,
        person.profile(),
        new ProviderAccounts.Wishes(arrival.locale(), arrival.marketing(), invitation),
        now);
    if (!unit.identities().link(LinkedIdentity.of(account.id(), account.realm(), person, now))) {
      throw new Overtaken();
    }
    unit.record(Event.of(EventType.IDENTITY_LINKED, now, client, Actor.owner(account.id()))
        .about(account.id())
        .because(provider(person)));
    return account;
  }

  /** Judged last, as it tells that there is no account. */
  private Optional<Invitation> admitted(
      Store.Unit unit, Client client, Arrival arrival, ProvenIdentity person, Instant now) {
    try {
      return accounts.admit(unit, client, arrival.termsAccepted(), arrival.invitation(), now);
    } catch (Refused refused) {
      // the invitation may be the one by which the same person has just come in
      if (unit.identities().owner(client.realm().key(), person.all()).isPresent()) {
        throw new Overtaken();
      }
      throw new Unspent(
          refused,
          refused.refusal() instanceof Refusal.InvitationRejected
              ? Optional.of(Admission.rejection(client, now))
              : Optional.empty());
    }
  }

  static String provider(ProvenIdentity person) {
    return person.identity().provider().value();
  }

  private static RuntimeException rejected(
      Store.Unit unit, Client client, Optional<Account> account, String reason, Instant now) {
    unit.record(failed(client, account, reason, now));
    return new Refusal.CredentialsRejected().thrown();
  }

  private static Event failed(
      Client client, Optional<Account> account, String reason, Instant now) {
    Event failure =
        Event.of(EventType.IDENTITY_FAILED, now, client, Actor.STRANGER).because(reason);
    return account.map(known -> failure.about(known.id())).orElse(failure);
  }
}
