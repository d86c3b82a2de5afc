package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.IdentityProviders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends the caller's browser to a provider, to give the account another way in: {@link FinishProviderLink} takes it from there. */
public final class BeginProviderLink {
  /** By one account. */
  private static final Limit BEGUN = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final IdentityProviders providers;
  private final Errands errands;
  private final OwnerLimit begun;

  public BeginProviderLink(
      Environment environment, KeyRings keys, IdentityProviders providers, MailedSecrets secrets) {
    this.environment = environment;
    this.providers = providers;
    this.errands = new Errands(environment, secrets);
    this.begun = new OwnerLimit(environment, keys, "provider-link", BEGUN);
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected} when the account is no longer active, {@code ProvidersShut},
   *     {@code NotFound} when the realm has no such provider, {@code Throttled}
   * @throws dev.gatehouse.port.Outage when the provider is needed for it and does not answer
   */
  public Sent handle(Client client, AccessClaims caller, Outing outing) {
    Instant now = environment.now();
    RealmKey realm = client.realm().key();
    IdentityDoor.checkOpen(client.realm());
    BeginProviderSignIn.checkKnown(providers, realm, outing);
    begun.permit(client, caller, now);
    Errands.Begun errand = environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, caller, now);
      OneTimeSecret.Owner owner = new OneTimeSecret.Owner(account.id(), account.epoch());
      return errands.begin(unit, Purpose.SOCIAL_LINK, client, Optional.of(owner), outing, now);
    });
    return BeginProviderSignIn.sent(providers, realm, outing, errand, now);
  }
}
