package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.linking.UnlinkIdentity;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import java.time.Instant;
import java.util.Map;

/**
 * Takes an identity from the account that has it, for whom the provider names, but never the last way in. Being there now, by the provider's word, is a fresh
 * first factor and no more: where there is a second one, or has to be, it is told to step up where that is asked for (decision 0024).
 */
public final class UnlinkByIdentity {
  private final Environment environment;
  private final TellOwner owner;

  UnlinkByIdentity(Environment environment, TellOwner owner) {
    this.environment = environment;
    this.owner = owner;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used,
   *     {@code StepUpRequired} when the account has a second factor, or the realm requires one, {@code LastWayIn}
   */
  public void handle(Realm realm, ProvenIdentity person) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      Account account = ByIdentity.lock(unit, realm, person);
      ByIdentity.requireNoSecondFactor(unit, realm, account);
      String provider = person.identity().provider().value();
      UnlinkIdentity.take(unit, account, person.identity().provider(), now);
      unit.record(ByIdentity.event(EventType.IDENTITY_UNLINKED, account, now).because(provider));
      owner.handle(unit, account, Mail.Kind.IDENTITY_UNLINKED, Map.of("provider", provider), now);
      return account;
    });
  }
}
