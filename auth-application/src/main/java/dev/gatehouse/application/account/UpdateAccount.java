package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes what the caller's account shows, what its owner has agreed to, and where he is warned of sign-ins: all that is wished for, or nothing. What is so already is
 * no change, and writes nothing.
 */
public final class UpdateAccount {
  /** Each leaves a row in the account's history, and a word about news one that is kept as long as the account (L48): so few that they bury nothing. */
  private static final Limit CHANGES = new Limit(30, Duration.ofHours(1));

  private final Environment environment;
  private final Warnings warnings;
  private final OwnerLimit changes;

  public UpdateAccount(Environment environment, KeyRings keys, Warnings warnings) {
    this.environment = environment;
    this.warnings = warnings;
    this.changes = limit(environment, keys);
  }

  /** How often an account changes its profile or its consents, wherever its owner does it. */
  public static OwnerLimit limit(Environment environment, KeyRings keys) {
    return new OwnerLimit(environment, keys, "account-update", CHANGES);
  }

  /** Where to warn of sign-ins: in the messenger of a provider; by mail if of none. */
  public record Way(Optional<ProviderKey> messenger) {}

  /**
   * What is to be another; what is empty stays.
   *
   * @param profile makes the new profile of the one stored, so that what is not named stays
   * @param marketing whether news may be mailed
   * @param terms whether the realm's terms, in their present version, are accepted
   */
  public record Wish(
      Optional<Way> warnings,
      UnaryOperator<Profile> profile,
      Optional<Boolean> marketing,
      boolean terms) {
    static Wish of(UnaryOperator<Profile> profile) {
      return new Wish(Optional.empty(), profile, Optional.empty(), false);
    }

    static Wish of(Way warnings) {
      return new Wish(Optional.of(warnings), profile -> profile, Optional.empty(), false);
    }

    static Wish of(Optional<Boolean> marketing, boolean terms) {
      return new Wish(Optional.empty(), profile -> profile, marketing, terms);
    }
  }

  /** What a wish changes of an account as it is stored. */
  private record Due(Account account, Optional<Way> way, Profile profile, List<Consent> said) {
    boolean profiled() {
      return !profile.equals(account.profile());
    }

    boolean changes() {
      return profiled() || !said.isEmpty();
    }

    /** But for terms: each version of them is accepted once, so they bury nothing, and nobody is to be kept from it. */
    boolean counted() {
      return profiled() || said.stream().anyMatch(one -> one.kind() != Consent.Kind.TERMS);
    }
  }

  /**
   * Returns the profile as it is from now on.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active, {@code ValueRejected}, also when the owner can not be
   *     told anything where he wants to be warned, {@code StepUpRequired} to move the warnings, {@code Throttled}
   */
  public Profile handle(Client client, AccessClaims caller, Wish wish) {
    Instant now = environment.now();
    Due seen = environment.store().atomically(unit -> due(unit, client, caller, wish, now));
    // counted before anything is changed, and only what would be
    seen.way().ifPresent(way -> warnings.count(seen.account(), way.messenger(), now));
    if (seen.counted()) {
      changes.count(client, caller, now);
    }
    if (seen.way().isEmpty() && !seen.changes()) {
      return seen.profile();
    }
    return environment.store().atomically(unit -> {
      Due due = due(unit, client, caller, wish, now);
      if (seen.way().isPresent()) {
        due.way().ifPresent(way -> move(unit, client, caller, due.account(), way, now));
      }
      return seen.changes()
          ? change(unit, client, caller, due, now)
          : due.account().profile();
    });
  }

  private Due due(Store.Unit unit, Client client, AccessClaims caller, Wish wish, Instant now) {
    Account account = unit.accounts()
        .lock(caller.subject())
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    Optional<Way> way =
        wish.warnings().filter(wanted -> warnings.changes(unit, account, wanted.messenger()));
    if (way.isPresent()) {
      StepUp.require(unit, caller, now);
    }
    return new Due(
        account, way, wish.profile().apply(account.profile()), said(client, account, wish, now));
  }

  private static List<Consent> said(Client client, Account account, Wish wish, Instant now) {
    Consents held = account.consents();
    List<Consent> said = new ArrayList<>();
    wish.marketing()
        .filter(given -> given != held.marketing())
        .map(given -> new Consent(Consent.Kind.MARKETING, given, Optional.empty(), now))
        .ifPresent(said::add);
    Optional<String> version = client.realm().accounts().termsVersion();
    if (wish.terms()
        && (held.termsAcceptedAt().isEmpty() || !held.termsVersion().equals(version))) {
      said.add(new Consent(Consent.Kind.TERMS, true, version, now));
    }
    return List.copyOf(said);
  }

  private void move(
      Store.Unit unit, Client client, AccessClaims caller, Account account, Way way, Instant now) {
    warnings.move(
        unit,
        account,
        way.messenger(),
        TellOwner.from(client),
        event(EventType.WARNINGS_MOVED, client, caller, now),
        now);
  }

  private static Profile change(
      Store.Unit unit, Client client, AccessClaims caller, Due due, Instant now) {
    if (due.profiled()) {
      unit.accounts().setProfile(due.account().id(), due.profile());
      unit.record(event(EventType.PROFILE_UPDATED, client, caller, now));
    }
    for (Consent said : due.said()) {
      unit.accounts().consent(due.account().id(), said);
      unit.record(event(EventType.CONSENT_CHANGED, client, caller, now)
          .because(said.kind() + (said.given() ? " GIVEN" : " WITHDRAWN")));
    }
    return due.profile();
  }

  private static Event event(EventType type, Client client, AccessClaims caller, Instant now) {
    return Event.of(type, now, client, Actor.owner(caller.subject()))
        .about(caller.subject())
        .about(caller.session());
  }
}
