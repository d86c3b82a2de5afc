package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes accounts for people whom a provider vouches for. They have no address: none is invented, and none of the provider's is taken for proven. */
public final class ProviderAccounts {
  private final Environment environment;
  private final Admission admission;

  public ProviderAccounts(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.admission = new Admission(environment, keys);
  }

  /**
   * Whether anybody new is taken, invited at least. Nobody becomes one of staff by a provider's word.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled}
   */
  public static void checkNotClosed(Realm realm) {
    if (realm.kind() == RealmKind.STAFF) {
      throw new Refusal.RegistrationDisabled(Channel.PROVIDER).thrown();
    }
    RegistrationGuard.checkNotClosed(realm, Channel.PROVIDER);
  }

  /**
   * Holds the invitation until the unit ends. No address is proven, so one that names an address is no good.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled}, {@code TermsNotAccepted}, {@code InvitationRejected}
   */
  public Optional<Invitation> admit(
      Store.Unit unit,
      Client client,
      boolean termsAccepted,
      Optional<SecretText> invitation,
      Instant now) {
    checkNotClosed(client.realm());
    RegistrationGuard.check(client.realm(), Channel.PROVIDER, invitation.isPresent());
    if (!termsAccepted) {
      throw new Refusal.TermsNotAccepted().thrown();
    }
    return admission.hold(
        unit,
        new Admission.Asking(client, Channel.PROVIDER, Optional.empty()),
        invitation.map(secret -> admission.ids(client, secret)).orElse(List.of()),
        now);
  }

  /**
   * What somebody has said of the account.
   *
   * @param invitation the one that {@link #admit} holds
   */
  public record Wishes(Locale locale, boolean marketing, Optional<Invitation> invitation) {}

  /** Makes one of somebody who was admitted, and uses up the invitation with it; it is called what the provider calls its owner. */
  public Account create(
      Store.Unit unit, Client client, ProviderProfile shown, Wishes wishes, Instant now) {
    Consents consents = new Consents(
        Optional.of(now), client.realm().accounts().termsVersion(), wishes.marketing());
    Account account = NewAccounts.account(
        environment,
        client,
        new NewAccounts.Names(Optional.empty(), Optional.empty()),
        new NewAccounts.Wishes(
            Admission.role(client.realm(), wishes.invitation()), wishes.locale(), consents),
        shown.displayName(),
        now);
    if (!NewAccounts.create(unit, account, Optional.empty(), now)) {
      throw new IllegalStateException("an account that has no name has nobody's");
    }
    unit.record(Event.of(EventType.ACCOUNT_REGISTERED, now, client, Actor.owner(account.id()))
        .about(account.id()));
    wishes.invitation().ifPresent(held -> Admission.taken(unit, client, account, held, now));
    return account;
  }
}
