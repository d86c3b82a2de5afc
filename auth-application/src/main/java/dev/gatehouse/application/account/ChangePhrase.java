package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sets what every mail about the caller's account says (L45), or takes it away. It is never told again but in those mails and in the archive. */
public final class ChangePhrase {
  /** Each leaves a row in the account's history. */
  private static final Limit CHANGES = new Limit(10, Duration.ofHours(1));

  private final Environment environment;
  private final OwnerLimit changes;

  public ChangePhrase(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.changes = new OwnerLimit(environment, keys, "phrase", CHANGES);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected} when the account is no longer active, {@code Throttled} */
  public void handle(Client client, AccessClaims caller, Optional<Phrase> phrase) {
    Instant now = environment.now();
    changes.permit(client, caller, now);
    environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, caller, now);
      unit.accounts().setPhrase(account.id(), phrase);
      unit.record(Event.of(EventType.PHRASE_CHANGED, now, client, Actor.owner(account.id()))
          .about(account.id())
          .about(caller.session())
          .because(phrase.isPresent() ? "SET" : "CLEARED"));
      return phrase;
    });
  }
}
