package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * Signs in the browser that came back from where {@link BeginProviderSignIn} sent it: no other one, once, and as whoever sat there. The state is spent with what
 * comes of it, in one transaction.
 */
public final class FinishProviderSignIn {
  private final Environment environment;
  private final ProviderReturns returns;
  private final IdentityDoor door;

  public FinishProviderSignIn(
      Environment environment,
      KeyRings keys,
      IdentityProviders providers,
      MailedSecrets secrets,
      IdentityDoor door) {
    this.environment = environment;
    this.returns = new ProviderReturns(environment, keys, providers, secrets, Purpose.SOCIAL_LOGIN);
    this.door = door;
  }

  /**
   * How it ended.
   *
   * @param newcomer whether the account was made by it
   * @param remembered whether the session is to outlast a short absence
   * @param redirect where the page was to go on
   */
  public record Finished(
      SignIn signIn, boolean newcomer, boolean remembered, Optional<String> redirect) {
    @Override
    public String toString() {
      return "Finished[…]";
    }
  }

  /**
   * @param arrival counts beside what was said when it was begun
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected} when this browser began nothing like it (any more), or the provider does not vouch
   *     for anybody, {@code CredentialsRejected} when the account is not active, {@code RegistrationDisabled}, {@code TermsNotAccepted} and {@code
   *     InvitationRejected} (then the code is used up, and the state is good for another one), {@code ProvidersShut}, {@code Throttled}
   * @throws dev.gatehouse.port.Outage when the provider does not answer; the state is good for another try
   */
  public Finished handle(Client client, Callback callback, Arrival arrival) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    ProviderReturns.Came came =
        returns.judge(client, callback, any -> true, failed(client, now), now);
    Proof proof = came.proof();
    // who it is, the provider has just said: what has changed before, while it was asked and while
    // the browser was there, the time of its beginning tells
    Optional<OneTimeSecret.Owner> owner = environment
        .storage()
        .identities()
        .owner(client.realm().key(), proof.person().all());
    Recognised who = came.underway()
        .begunAt()
        .map(begun -> Recognised.sent(proof, owner, begun))
        .orElseGet(() -> Recognised.by(proof, owner));
    Arrival whole = came.underway().arrival(arrival);
    Entered entered =
        door.enter(client, whole, new ByProvider(client, callback, proof, who, now), now);
    return new Finished(
        entered.signIn(), entered.newcomer(), whole.remember(), came.underway().redirect());
  }

  private static Event failed(Client client, Instant now) {
    return Event.of(EventType.IDENTITY_FAILED, now, client, Actor.STRANGER);
  }

  private final class ByProvider implements IdentityDoor.Way {
    private final Client client;
    private final Callback callback;
    private final Proof proof;
    private final Recognised who;
    private final Instant now;

    ByProvider(Client client, Callback callback, Proof proof, Recognised who, Instant now) {
      this.client = client;
      this.callback = callback;
      this.proof = proof;
      this.who = who;
      this.now = now;
    }

    @Override
    public Recognised look(Store.Unit unit) {
      return who;
    }

    @Override
    public void spend(Store.Unit unit, Optional<AccountId> owner) {
      Event failure = failed(client, now);
      Event about = owner.map(failure::about).orElse(failure);
      returns.spend(unit, client, callback, about, now);
      Proofs.spend(unit, proof, about, now);
    }
  }
}
