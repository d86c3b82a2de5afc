package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
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

  ChooseLanguage(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used */
  public void handle(Realm realm, ProvenIdentity person, Locale locale) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      Account account = ByIdentity.lock(unit, realm, person);
      Profile profile = account.profile();
      unit.accounts()
          .setProfile(account.id(), new Profile(profile.displayName(), locale, profile.timezone()));
      unit.record(ByIdentity.event(EventType.PROFILE_UPDATED, account, now));
      return account;
    });
  }
}
