package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.IdentityProviders;
import java.time.Instant;
import java.util.Optional;

/** Links whoever sat at the provider to the account that {@link BeginProviderLink} was asked for: by the same account, in the same browser, and once. */
public final class FinishProviderLink {
  private final Environment environment;
  private final ProviderReturns returns;
  private final LinkIdentity links;

  public FinishProviderLink(
      Environment environment,
      KeyRings keys,
      IdentityProviders providers,
      MailedSecrets secrets,
      LinkIdentity links) {
    this.environment = environment;
    this.returns = new ProviderReturns(environment, keys, providers, secrets, Purpose.SOCIAL_LINK);
    this.links = links;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code IdentityRejected} when this account began nothing like it in this browser (any
   *     more), or the provider does not vouch for anybody, {@code IdentityTaken} when the identity is another account's or the account has another of that
   *     provider, {@code ProvidersShut}, {@code TokenRejected} when the account is no longer active, {@code Throttled}
   * @throws dev.gatehouse.port.Outage when the provider does not answer; the state is good for another try
   */
  public void handle(Client client, AccessClaims caller, Callback callback) {
    Instant now = environment.now();
    links.permit(client, caller, now);
    Event failure = LinkIdentity.failed(client, caller, now);
    ProviderReturns.Came came = returns.judge(
        client,
        callback,
        errand -> errand.account().equals(Optional.of(caller.subject())),
        failure,
        now);
    links.link(
        client,
        caller,
        came.proof(),
        unit -> returns.spend(unit, client, callback, failure, now),
        now);
  }
}
