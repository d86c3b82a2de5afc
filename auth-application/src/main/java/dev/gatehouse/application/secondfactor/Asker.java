package dev.gatehouse.application.secondfactor;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;
import java.util.Optional;

/** Who does something about a second factor, from where and when: in a session, or with the ticket of a sign-in. */
record Asker(Client client, Optional<SessionId> session, Instant now) {
  static Asker signedIn(Client client, AccessClaims caller, Instant now) {
    return new Asker(client, Optional.of(caller.session()), now);
  }

  static Asker signingIn(Client client, Instant now) {
    return new Asker(client, Optional.empty(), now);
  }

  /** What is done to the own account, as it is audited. */
  Event event(EventType type, Account account) {
    Event event = Event.of(type, now, client, Actor.owner(account.id())).about(account.id());
    return session.map(event::about).orElse(event);
  }
}
