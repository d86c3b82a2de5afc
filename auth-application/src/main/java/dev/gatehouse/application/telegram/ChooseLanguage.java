package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.account.UpdateAccount;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import java.time.Instant;
import java.util.Locale;

/** Sets in which language the account that has an identity is written to, for whom the provider names. */
public final class ChooseLanguage {
  private final Environment environment;
  private final OwnerLimit changes;

  ChooseLanguage(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.changes = UpdateAccount.limit(environment, keys);
  }

  /**
   * What is so already changes nothing.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used, {@code
   *     Throttled}
   */
  public void handle(Realm realm, ProvenIdentity person, Locale locale) {
    Instant now = environment.now();
    ByIdentity.counting(
        environment.store(),
        account -> changes.count(account.realm(), account.id(), now),
        (unit, counted) -> {
          Account account = ByIdentity.lock(unit, realm, person);
          Profile profile = account.profile();
          Profile wanted = new Profile(profile.displayName(), locale, profile.timezone());
          if (!wanted.equals(profile)) {
            counted.accept(account);
            unit.accounts().setProfile(account.id(), wanted);
            unit.record(ByIdentity.event(EventType.PROFILE_UPDATED, account, now));
          }
        });
  }
}
