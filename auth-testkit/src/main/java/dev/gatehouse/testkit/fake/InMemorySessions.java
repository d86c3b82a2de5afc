package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.port.Sessions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes sessions on a unit's copy, announces each that ends, and insists that the account was locked before. */
final class InMemorySessions implements Sessions {
  private static final Comparator<Session> LATEST_USED_FIRST = Comparator.comparing(
          Session::rotatedAt)
      .thenComparing(session -> session.id().value())
      .reversed();

  private final InMemoryUnit unit;

  InMemorySessions(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void open(Session session) {
    State state = unit.stateOf(session.account());
    if (state.sessions.has(session.id())) {
      throw new IllegalStateException(
          "session " + session.id() + " exists; a session id is never reused");
    }
    state.sessions.put(session.id(), session);
  }

  @Override
  public List<SessionId> evict(AccountId account, SessionId newest, int most, Instant now) {
    List<Session> beyond = unended(account, now, session -> session.live(now)).stream()
        .sorted(Comparator.comparing((Session session) -> !session.id().equals(newest))
            .thenComparing(LATEST_USED_FIRST))
        .skip(most)
        .toList();
    return end(beyond, RevokeReason.EVICTED, now);
  }

  @Override
  public boolean end(AccountId account, SessionId id, RevokeReason reason, Instant now) {
    return !end(unended(account, now, session -> session.id().equals(id)), reason, now)
        .isEmpty();
  }

  @Override
  public List<SessionId> endAll(
      AccountId account, Optional<SessionId> keep, RevokeReason reason, Instant now) {
    return end(
        unended(account, now, session -> !keep.equals(Optional.of(session.id()))), reason, now);
  }

  @Override
  public boolean endReused(AccountId account, SessionId id, int presented, Instant now) {
    List<Session> reused = unended(
        account, now, session -> session.id().equals(id) && session.generation() > presented);
    return !end(reused, RevokeReason.REFRESH_TOKEN_REUSED, now).isEmpty();
  }

  @Override
  public int reused(AccountId account, Instant since) {
    return unit.state()
        .sessions
        .where(session -> session.account().equals(account)
            && session
                .revocation()
                .filter(ended -> ended.reason() == RevokeReason.REFRESH_TOKEN_REUSED
                    && !ended.at().isBefore(since))
                .isPresent())
        .size();
  }

  @Override
  public Optional<Standing> standing(AccountId account, SessionId id, Instant now) {
    return live(account, id, now)
        .map(session -> new Standing(
            new Standing.Proof(
                session.authentication().at(), session.authentication().acr()),
            unit.state().stepUps.find(id)));
  }

  @Override
  public boolean stepUp(AccountId account, SessionId id, Standing.Proof proof) {
    boolean live = live(account, id, proof.at()).isPresent();
    if (live) {
      unit.state().stepUps.put(id, proof);
    }
    return live;
  }

  private Optional<Session> live(AccountId account, SessionId id, Instant now) {
    return unended(account, now, session -> session.id().equals(id) && session.live(now)).stream()
        .findFirst();
  }

  private List<Session> unended(AccountId account, Instant now, Predicate<Session> wanted) {
    return unit.stateOf(account)
        .sessions
        .where(session -> session.account().equals(account)
            && session.revocation().isEmpty()
            && now.isBefore(session.endsAt())
            && wanted.test(session));
  }

  private List<SessionId> end(List<Session> sessions, RevokeReason reason, Instant now) {
    State state = unit.state();
    for (Session session : sessions) {
      state.sessions.put(session.id(), session.revoked(now, reason));
      state.announce(new Revoked.OfSession(session.id()), now);
    }
    return sessions.stream().map(Session::id).toList();
  }
}
