package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;
import java.util.Optional;

/** Sets what every mail about the caller's account says (L45), or takes it away. It is never told again but in those mails and in the archive. */
public final class ChangePhrase {
  private final Environment environment;

  public ChangePhrase(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected} when the account is no longer active */
  public void handle(Client client, AccessClaims caller, Optional<Phrase> phrase) {
    Instant now = environment.now();
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
