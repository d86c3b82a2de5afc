package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/** What the caller agrees to from now on, or no longer. Each word is kept with its time; saying again what holds already adds nothing. */
public final class ChangeConsents {
  private final Environment environment;

  public ChangeConsents(Environment environment) {
    this.environment = environment;
  }

  /**
   * @param marketing whether news may be mailed; empty where nothing is said of it
   * @param terms whether the realm's terms, in their present version, are accepted
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active
   */
  public void handle(
      Client client, AccessClaims caller, Optional<Boolean> marketing, boolean terms) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      Account account = unit.accounts()
          .lock(caller.subject())
          .filter(Account::active)
          .orElseThrow(() -> new Refusal.TokenRejected().thrown());
      Consents held = account.consents();
      marketing
          .filter(said -> said != held.marketing())
          .map(said -> new Consent(Consent.Kind.MARKETING, said, Optional.empty(), now))
          .ifPresent(said -> keep(unit, client, caller, said));
      Optional<String> version = client.realm().accounts().termsVersion();
      if (terms && (held.termsAcceptedAt().isEmpty() || !held.termsVersion().equals(version))) {
        keep(unit, client, caller, new Consent(Consent.Kind.TERMS, true, version, now));
      }
      return account;
    });
  }

  private static void keep(Store.Unit unit, Client client, AccessClaims caller, Consent said) {
    unit.accounts().consent(caller.subject(), said);
    unit.record(
        Event.of(EventType.CONSENT_CHANGED, said.at(), client, Actor.owner(caller.subject()))
            .about(caller.subject())
            .about(caller.session())
            .because(said.kind() + (said.given() ? " GIVEN" : " WITHDRAWN")));
  }
}
