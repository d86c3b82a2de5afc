package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.Availability;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Rotation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Refreshes a session. The good case is one statement; only when that matches nothing is the session read and judged by {@link
 * Session#present}. Concurrent refreshes with one token all get the same successor; a token two steps old ends the session.
 */
public final class RotateSession {
  private static final int TRIES = 3;

  private final Environment environment;
  private final KeyRings keys;
  private final IssueTokens issue;
  private final Availability availability;
  private final ReuseAlarm alarm;
  private final Pace pace = new Pace();

  public RotateSession(
      Environment environment,
      KeyRings keys,
      IssueTokens issue,
      Availability availability,
      ReuseAlarm alarm) {
    this.environment = environment;
    this.keys = keys;
    this.issue = issue;
    this.availability = availability;
    this.alarm = alarm;
  }

  /** Refreshes a session that is bound to no key. */
  public Tokens handle(Client client, RefreshToken token) {
    return handle(client, token, Optional.empty());
  }

  /**
   * @param provenBinding the thumbprint of the key (RFC 9449, 6.1) of which a valid proof came with the request
   * @throws dev.gatehouse.domain.refusal.Refused {@code RefreshRejected} whatever is wrong, {@code Throttled} when it comes too fast
   * @throws Outage when the store does not answer: the client keeps its token and tries again
   */
  public Tokens handle(Client client, RefreshToken token, Optional<String> provenBinding) {
    Instant now = environment.now();
    RefreshCodec.Claim claim =
        keys.refreshTokens().read(token).orElseThrow(() -> refused(client, "MALFORMED", now));
    pace.take(claim.session(), now);
    Presentation presented = new Presentation(
        claim,
        client.realm().key(),
        client.transport(),
        provenBinding,
        client.address(),
        client.userAgent(),
        now);
    Refreshes.Refreshed refreshed = availability.watching(() -> decide(client, presented));
    return issue.handle(
        client.realm(), refreshed.session(), claim.secret(), refreshed.roles(), now);
  }

  private Refreshes.Refreshed decide(Client client, Presentation presented) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Refreshes.Refreshed> answer = environment.storage().refreshes().rotate(presented);
      if (answer.isPresent()) {
        tell(EventType.REFRESHED, client, answer.get().session(), presented.now());
        return answer.get();
      }
      answer = otherwise(client, presented);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    // the state moved under each try; the next request finds it at rest
    throw new Outage("session " + presented.claim().session(), Duration.ofSeconds(1));
  }

  /** Judges what was not the good case; empty when it is by now, and has to be tried again. */
  private Optional<Refreshes.Refreshed> otherwise(Client client, Presentation presented) {
    Refreshes.Refreshed held = environment
        .storage()
        .refreshes()
        .read(presented.claim().session())
        .orElseThrow(
            () -> refused(client, Rotation.Refused.Reason.UNKNOWN.name(), presented.now()));
    Rotation rotation = held.session()
        .present(presented, held.status(), client.realm().sessions().grace(), availability.since());
    if (rotation instanceof Rotation.Refused refusal) {
      throw refused(client, refusal.reason().name(), presented.now());
    }
    if (rotation instanceof Rotation.Reuse) {
      alarm.handle(client, held.session(), presented.claim().generation(), presented.now());
      throw refused(client, RevokeReason.REFRESH_TOKEN_REUSED.name(), presented.now());
    }
    if (rotation instanceof Rotation.Replay) {
      tell(
          elsewhere(held.session(), client)
              ? EventType.REFRESH_REPLAYED_ELSEWHERE
              : EventType.REFRESH_REPLAYED,
          client,
          held.session(),
          presented.now());
      return Optional.of(held);
    }
    return rotation instanceof Rotation.FastForward
        ? fastForward(client, presented)
        : Optional.empty();
  }

  private Optional<Refreshes.Refreshed> fastForward(Client client, Presentation presented) {
    Optional<Refreshes.Refreshed> caughtUp =
        environment.storage().refreshes().fastForward(presented);
    caughtUp.ifPresent(refreshed -> environment
        .store()
        .atomically(unit -> record(
            unit,
            event(
                EventType.SESSION_FAST_FORWARDED, client, refreshed.session(), presented.now()))));
    return caughtUp;
  }

  private static boolean elsewhere(Session session, Client client) {
    return !session.userAgent().equals(client.userAgent())
        || !session.address().prefix().equals(client.address().prefix());
  }

  private static boolean record(Store.Unit unit, Event event) {
    unit.record(event);
    return true;
  }

  private void tell(EventType type, Client client, Session session, Instant now) {
    environment.listeners().accept(event(type, client, session, now));
  }

  private static Event event(EventType type, Client client, Session session, Instant now) {
    return Event.of(type, now, client, Actor.owner(session.account()))
        .about(session.account())
        .about(session.id());
  }

  private RuntimeException refused(Client client, String reason, Instant now) {
    environment
        .listeners()
        .accept(Event.of(EventType.REFRESH_REFUSED, now, client, Actor.STRANGER).because(reason));
    return new Refusal.RefreshRejected().thrown();
  }
}
