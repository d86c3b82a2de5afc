package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps what a service says of how a provider shows somebody now, and what he reads. What the owner calls himself here stays the owner's to say. */
public final class RefreshIdentity {
  private final Environment environment;
  private final Vouching vouching;

  public RefreshIdentity(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.vouching = new Vouching(environment, keys);
  }

  /**
   * @param change makes what is shown of what was shown, so that what is not named stays
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} also when the account is not active, {@code ProvidersShut}, {@code Throttled}
   */
  public KnownPerson handle(
      Client client,
      Identity identity,
      UnaryOperator<ProviderProfile> change,
      Optional<Locale> language) {
    Instant now = environment.now();
    vouching.permitAct(client, identity, now);
    AccountId id = environment.store().atomically(unit -> {
      Account account = owner(unit, client, identity);
      ProviderProfile shown = unit.identities().of(account.id()).stream()
          .filter(linked -> linked.identity().equals(identity))
          .findFirst()
          .orElseThrow(() -> new Refusal.NotFound().thrown())
          .profile();
      unit.identities().show(account.id(), account.realm(), identity, change.apply(shown), now);
      language.ifPresent(locale -> unit.accounts()
          .setProfile(
              account.id(),
              new Profile(
                  account.profile().displayName(), locale, account.profile().timezone())));
      unit.record(Vouching.event(client, "UPDATED", now).about(account.id()));
      return account.id();
    });
    return KnownPerson.of(environment, client.realm(), id, identity, false);
  }

  private static Account owner(Store.Unit unit, Client client, Identity identity) {
    return unit.identities()
        .owner(client.realm().key(), List.of(identity))
        .flatMap(unit.accounts()::lock)
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }
}
