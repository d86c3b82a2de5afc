package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.domain.token.TokenPolicy;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is revoked is refused: here at once, everywhere within a second, and for as long as any of its tokens could live. */
public abstract class RevocationLaws extends SessionLaws {
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofMillis(1);

  /** How often each way of revoking races refreshing. */
  protected int racingRounds() {
    return 150;
  }

  // ---- here at once, elsewhere within a second, and after a restart

  @ParameterizedTest
  @EnumSource(Revoker.class)
  @DisplayName(
      "[L22][L23] revoked here it is refused here at once, and what was not revoked is not")
  void revoked_here_it_is_refused_here_at_once(Revoker revoker) {
    House.Person owner = house.person();
    House.Person bystander = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Tokens other = house.signIn(owner).tokens();
    Tokens bystanders = house.signIn(bystander).tokens();

    revoker.end(house, owner, victim, other);

    assertThat(verify(house, victim).code()).isEqualTo(TOKEN_REJECTED);
    assertThat(refresh(house, owner, victim.refresh()).code()).isEqualTo(REFRESH_REJECTED);
    assertThat(verify(house, other).ok()).isEqualTo(revoker.sparesOther());
    assertThat(refresh(house, owner, other.refresh()).ok()).isEqualTo(revoker.sparesOther());
    assertThat(verify(house, bystanders).ok()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Revoker.class)
  @DisplayName(
      "[L22] elsewhere it is refused with the next catch-up, and within a second without any")
  void revoked_here_it_is_refused_elsewhere_within_a_second(Revoker revoker) {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Tokens other = house.signIn(owner).tokens();
    House catchesUp = node();
    House hearsNothing = node();

    revoker.end(house, owner, victim, other);
    catchesUp.work();
    assertThat(verify(catchesUp, victim).code()).isEqualTo(TOKEN_REJECTED);

    house.clock().advance(BOUND.plus(TICK));
    assertThat(verify(hearsNothing, victim).code()).isEqualTo(TOKEN_REJECTED);
    assertThat(verify(hearsNothing, other).ok()).isEqualTo(revoker.sparesOther());
    assertThat(refresh(hearsNothing, owner, victim.refresh()).code()).isEqualTo(REFRESH_REJECTED);
  }

  @ParameterizedTest
  @EnumSource(Revoker.class)
  @DisplayName(
      "[L22] it is refused at once by a node that starts empty, even if the store then goes away")
  void revoked_it_is_refused_by_a_node_that_starts_empty(Revoker revoker) {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Tokens other = house.signIn(owner).tokens();
    revoker.end(house, owner, victim, other);

    Cable cableOfRestarted = Cable.to(storage);
    House restarted = house.node(cableOfRestarted);
    cableOfRestarted.pull();

    assertThat(verify(restarted, victim).code()).isEqualTo(TOKEN_REJECTED);
    assertThat(verify(restarted, other).ok()).isEqualTo(revoker.sparesOther());
  }

  @Test
  @DisplayName(
      "[L22] a session that reuse or too many sessions have ended is refused like any other")
  void a_session_that_was_ended_by_us_is_refused_like_any_other() {
    SessionPolicy three = new SessionPolicy(
        Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(180), Duration.ZERO, 3);
    house = house.with(house.realm().with(three));
    House elsewhere = node();
    House.Person owner = house.person();
    List<Tokens> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      oldestFirst.add(house.signIn(owner).tokens());
      house.clock().advance(TICK);
    }
    Tokens reused = oldestFirst.get(1);
    Tokens current = refresh(house, owner, reused.refresh()).get();
    house.clock().advance(TICK);
    refresh(house, owner, reused.refresh());

    elsewhere.work();
    for (House node : List.of(house, elsewhere)) {
      for (Tokens ended : List.of(oldestFirst.get(0), reused, current)) {
        assertThat(verify(node, ended).code()).isEqualTo(TOKEN_REJECTED);
      }
      assertThat(verify(node, oldestFirst.get(2)).ok()).isTrue();
      assertThat(verify(node, oldestFirst.get(3)).ok()).isTrue();
    }
  }

  // ---- freshness

  @Test
  @DisplayName(
      "[L22][L43] without the store a node verifies for one second from the beginning of its last"
          + " catch-up, then nothing; what it knows to be revoked it refuses throughout")
  void without_the_store_a_node_verifies_for_one_second_and_then_nothing() {
    House.Person owner = house.person();
    Tokens good = house.signIn(owner).tokens();
    Tokens ended = house.signIn(owner).tokens();
    Revoker.SIGN_OUT.end(house, owner, ended, good);
    house.work();
    cable.pull();

    house.clock().advance(BOUND);
    assertThat(verify(house, good).ok()).isTrue();
    assertThat(house.gatehouse().revocationsFresh()).isTrue();

    house.clock().advance(TICK);
    assertThat(verify(house, good).code()).isEqualTo(Answer.OUTAGE);
    assertThat(verify(house, ended).code()).isEqualTo(TOKEN_REJECTED);
    assertThat(house.gatehouse().revocationsFresh()).isFalse();

    assertThat(Answer.code(house::work)).isEqualTo(Answer.OUTAGE);
    assertThat(verify(house, good).code()).isEqualTo(Answer.OUTAGE);
    cable.mend();
    assertThat(verify(house, good).ok()).isTrue();
    house.work();
    assertThat(house.gatehouse().revocationsFresh()).isTrue();
  }

  @Test
  @DisplayName("[L22] a clock that is set back makes no index fresh")
  void a_clock_that_is_set_back_makes_no_index_fresh() {
    House.Person owner = house.person();
    Tokens good = house.signIn(owner).tokens();
    house.clock().advance(Duration.ofMinutes(5));
    house.work();
    cable.pull();

    house.clock().advance(Duration.ofMinutes(-5));

    assertThat(verify(house, good).code()).isEqualTo(Answer.OUTAGE);
  }

  @Test
  @DisplayName("[L22] a revocation that commits late is not missed by who caught up meanwhile")
  void a_revocation_that_commits_late_is_not_missed() {
    House.Person owner = house.person();
    House elsewhere = node();
    Race.rounds(5, round -> {
      Tokens victim = house.signIn(owner).tokens();
      CountDownLatch ended = new CountDownLatch(1);
      CountDownLatch caughtUp = new CountDownLatch(1);
      Race.Running<Boolean> late =
          Race.start(() -> endLate(owner.account(), victim.claims().session(), ended, caughtUp));
      Race.await(ended);
      catchUp(elsewhere);
      catchUp(elsewhere);
      assertThat(verify(elsewhere, victim).ok()).isTrue();
      caughtUp.countDown();
      assertThat(late.result()).isTrue();

      catchUp(elsewhere);

      assertThat(verify(elsewhere, victim).code()).isEqualTo(TOKEN_REJECTED);
    });
  }

  @Test
  @DisplayName(
      "[L22] a revocation whose commit was not acknowledged is refused too, after the next catch-up")
  void a_revocation_whose_commit_was_not_acknowledged_is_refused_too() {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    cable.loseAnswers();
    assertThat(Answer.code(() -> Revoker.SIGN_OUT.end(house, owner, victim, victim)))
        .isEqualTo(Answer.OUTAGE);
    cable.mend();

    house.work();

    assertThat(verify(house, victim).code()).isEqualTo(TOKEN_REJECTED);
    assertThat(refresh(house, owner, victim.refresh()).code()).isEqualTo(REFRESH_REJECTED);
  }

  @Test
  @DisplayName(
      "[L22] it stays refused for as long as any token of the longest life is accepted, by old"
          + " nodes and by new ones")
  void it_stays_refused_for_as_long_as_any_token_is_accepted() {
    Realm longLived =
        house.realm().with(new TokenPolicy(Duration.ofHours(1), Duration.ofMinutes(5)));
    house = house.with(longLived);
    House elsewhere = node();
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Tokens control = house.signIn(owner).tokens();
    Revoker.SIGN_OUT.end(house, owner, victim, control);

    int minutes = 0;
    while (verify(house, control).ok()) {
      for (House node : List.of(house, elsewhere, node())) {
        node.work();
        assertThat(verify(node, victim).code())
            .as("%d minutes later", minutes)
            .isEqualTo(TOKEN_REJECTED);
      }
      house.clock().advance(Duration.ofMinutes(1));
      minutes++;
    }
    assertThat(minutes).isGreaterThan(58);
  }

  // ---- revoking races refreshing

  @ParameterizedTest
  @EnumSource(Revoker.class)
  @DisplayName(
      "[L22][L23] revoking that races refreshing always ends revoked, with no live token left anywhere")
  void revoking_that_races_refreshing_always_ends_revoked(Revoker revoker) {
    House elsewhere = node();
    Race.rounds(racingRounds(), round -> {
      House.Person owner = house.person();
      Tokens victim = house.signIn(owner).tokens();
      Tokens other = house.signIn(owner).tokens();

      List<Answer<Tokens>> answers = Race.between(List.of(
          () -> refresh(house, owner, victim.refresh()),
          () -> {
            revoker.end(round % 2 == 0 ? house : elsewhere, owner, victim, other);
            return new Answer<>(java.util.Optional.empty(), Answer.OK);
          },
          () -> refresh(elsewhere, owner, victim.refresh())));
      catchUp(house);
      catchUp(elsewhere);

      List<Tokens> got = new ArrayList<>(List.of(victim));
      answers.forEach(answer -> answer.value().ifPresent(got::add));
      assertThat(row(victim).revocation()).isPresent();
      for (House node : List.of(house, elsewhere)) {
        for (Tokens tokens : got) {
          assertThat(verify(node, tokens).code()).isEqualTo(TOKEN_REJECTED);
          assertThat(refresh(node, owner, tokens.refresh()).code()).isEqualTo(REFRESH_REJECTED);
        }
      }
    });
  }

  // ----

  private boolean endLate(
      Account owner, SessionId session, CountDownLatch ended, CountDownLatch caughtUp) {
    return storage.store().atomically(unit -> {
      unit.accounts().lock(owner.id());
      boolean done = unit.sessions()
          .end(owner.id(), session, RevokeReason.SIGNED_OUT, house.clock().instant());
      ended.countDown();
      Race.await(caughtUp);
      return done;
    });
  }
}
