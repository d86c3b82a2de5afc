package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Makes accounts for people whom a provider vouches for. They have no address: none is invented, and none of the provider's is taken for proven. */
public final class ProviderAccounts {
  private final Environment environment;

  public ProviderAccounts(Environment environment) {
    this.environment = environment;
  }

  /**
   * Nobody becomes one of staff by a provider's word.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled}
   */
  public static void checkOpen(Realm realm) {
    if (realm.kind() == RealmKind.STAFF) {
      throw new Refusal.RegistrationDisabled(Channel.PROVIDER).thrown();
    }
    RegistrationGuard.check(realm, Channel.PROVIDER, false);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled}, {@code TermsNotAccepted} */
  public static void check(Realm realm, boolean termsAccepted) {
    checkOpen(realm);
    if (!termsAccepted) {
      throw new Refusal.TermsNotAccepted().thrown();
    }
  }

  /** Makes one of somebody who has accepted the terms; it is called what the provider calls its owner. */
  public Account create(
      Store.Unit unit,
      Client client,
      ProviderProfile shown,
      Locale locale,
      boolean marketing,
      Instant now) {
    Consents consents =
        new Consents(Optional.of(now), client.realm().accounts().termsVersion(), marketing);
    Account account = NewAccounts.account(
        environment,
        client,
        new NewAccounts.Names(Optional.empty(), Optional.empty()),
        new NewAccounts.Wishes(Admission.role(client.realm(), Optional.empty()), locale, consents),
        shown.displayName(),
        now);
    if (!NewAccounts.create(unit, account, Optional.empty(), now)) {
      throw new IllegalStateException("an account that has no name has nobody's");
    }
    unit.record(Event.of(EventType.ACCOUNT_REGISTERED, now, client, Actor.owner(account.id()))
        .about(account.id()));
    return account;
  }
}
