package dev.gatehouse.domain.event;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened, as it is audited and as listeners hear it. Holds no secret; personal values stand in the origin only, so that
 * erasure can empty them and keep the act.
 *
 * @param reason which check failed, or what exactly was done: a word of the code's, never a person's
 */
public record Event(
    EventType type,
    Instant at,
    Optional<RealmKey> realm,
    Actor actor,
    Optional<AccountId> subject,
    Optional<SessionId> session,
    Optional<Origin> origin,
    String reason) {

  /** From where. */
  public record Origin(ClientAddress address, String userAgent) {
    @Override
    public String toString() {
      return "Origin[…]";
    }
  }

  /** Something a client did. */
  public static Event of(EventType type, Instant at, Client client, Actor actor) {
    Origin origin = new Origin(client.address(), client.userAgent());
    return new Event(
        type,
        at,
        Optional.of(client.realm().key()),
        actor,
        Optional.empty(),
        Optional.empty(),
        Optional.of(origin),
        "");
  }

  /** Something done from inside. */
  public static Event of(EventType type, Instant at, Optional<RealmKey> realm, Actor actor) {
    return new Event(
        type, at, realm, actor, Optional.empty(), Optional.empty(), Optional.empty(), "");
  }

  public Event about(AccountId account) {
    return new Event(type, at, realm, actor, Optional.of(account), session, origin, reason);
  }

  public Event about(SessionId id) {
    return new Event(type, at, realm, actor, subject, Optional.of(id), origin, reason);
  }

  public Event because(String why) {
    return new Event(type, at, realm, actor, subject, session, origin, why);
  }

  @Override
  public String toString() {
    return "Event[" + type + ", " + reason + ", subject "
        + subject.map(AccountId::toString).orElse("-") + "]";
  }
}
