package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Finds out who came back from a provider, for what was begun with that purpose. Asking spends nothing: of two callbacks with one code, such as of a page that is
 * loaded twice, the provider says no to one, and that must not take away what the other is about to come in by.
 */
final class ProviderReturns {
  private final Environment environment;
  private final IdentityProviders providers;
  private final Errands errands;
  private final MailedTries tries;
  private final Purpose purpose;

  ProviderReturns(
      Environment environment,
      KeyRings keys,
      IdentityProviders providers,
      MailedSecrets secrets,
      Purpose purpose) {
    this.environment = environment;
    this.providers = providers;
    this.errands = new Errands(environment, secrets);
    this.tries = new MailedTries(environment, keys);
    this.purpose = purpose;
  }

  /** Who it is, and what the errand was. */
  record Came(Errands.Underway underway, Proof proof) {}

  /**
   * Asks the provider, outside of a unit.
   *
   * @param mine whether the errand is the caller's
   * @param failure what is on record where it is refused
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected}, {@code Throttled}
   * @throws dev.gatehouse.port.Outage when the provider does not answer
   */
  Came judge(
      Client client,
      Callback callback,
      Predicate<Errands.Underway> mine,
      Event failure,
      Instant now) {
    tries.insist(
        "provider-return", client, Errands.scope(purpose, client, callback), callback.state(), now);
    Errands.Underway underway = environment
        .store()
        .atomically(unit -> errands
            .look(unit, purpose, client, callback, now)
            .filter(mine)
            .orElseThrow(() -> rejected(unit, failure, "UNKNOWN_STATE")));
    Proof proof = providers
        .redeem(
            client.realm().key(),
            callback.provider(),
            underway.errand(callback.state()),
            new IdentityProviders.Returned(callback.code(), callback.issuer()),
            now)
        .match(
            IdentityProofs.Verdict.Proven::proof,
            refused -> {
              throw rejected(failure, "PROOF_" + refused.flaw());
            },
            () -> {
              throw rejected(failure, "PROVIDER_GONE");
            });
    return new Came(underway, proof);
  }

  private RuntimeException rejected(Event failure, String reason) {
    return environment.store().atomically(unit -> {
      throw rejected(unit, failure, reason);
    });
  }

  /**
   * Ends the errand, in the unit of what comes of it.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected} when somebody else has by now
   */
  void spend(Store.Unit unit, Client client, Callback callback, Event failure, Instant now) {
    if (!errands.spend(unit, purpose, client, callback, now)) {
      throw rejected(unit, failure, "STATE_SPENT_MEANWHILE");
    }
  }

  private static RuntimeException rejected(Store.Unit unit, Event failure, String reason) {
    unit.record(failure.because(reason));
    return new Refusal.IdentityRejected().thrown();
  }
}
