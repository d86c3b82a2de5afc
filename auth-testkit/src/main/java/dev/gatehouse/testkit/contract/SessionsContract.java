package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link dev.gatehouse.port.Sessions} and {@link dev.gatehouse.port.SessionDirectory} promise. That ends are announced is in {@link RevocationsContract}. */
public abstract class SessionsContract extends StorageContract {
  private static final Duration DAY = Duration.ofDays(1);

  // ---- opening and listing

  @TestFactory
  Stream<DynamicTest> a_session_comes_back_as_it_was_opened() {
    Account account = someone();
    return Stream.of(
            ASession.of(account, now),
            ASession.of(account, now).generation(7).rotatedAt(now.plusSeconds(9)),
            ASession.of(account, now).transport(Transport.COOKIE),
            ASession.of(account, now).boundTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
            ASession.of(account, now)
                .authentication(new Session.Authentication(
                    now.minusSeconds(70), Acr.AAL2, List.of("otp", "pwd", "mfa"))),
            ASession.of(account, now)
                .authentication(new Session.Authentication(now, Acr.AAL1, List.of())),
            ASession.of(account, now).idle(Duration.ofHours(1)).absolute(Duration.ofHours(1)),
            ASession.of(account, now).idle(Duration.ofDays(30)).absolute(Duration.ofDays(400)),
            ASession.of(account, now).address(Fixtures.ELSEWHERE),
            ASession.of(account, now).address(new ClientAddress("::ffff:203.0.113.9")),
            ASession.of(account, now).userAgent(""),
            ASession.of(account, now).userAgent("Mozilla/5.0 '\"\\ 🦊 <script>%s{}"),
            ASession.of(account, now).userAgent("é".repeat(Client.MAX_USER_AGENT)))
        .map(ASession::build)
        .map(session -> DynamicTest.dynamicTest("user agent '" + session.userAgent() + "'", () -> {
          opened(session);
          assertThat(reread(session)).isEqualTo(session);
          assertThat(live(account)).contains(session);
        }));
  }

  @Test
  void live_sessions_are_listed_newest_first() {
    Account account = someone();
    Session oldest = opened(ASession.of(account, now.minusSeconds(30))
        .rotatedAt(now.minusSeconds(1))
        .build());
    Session newest = opened(ASession.of(account, now.minusSeconds(10)).build());
    Session middle = opened(ASession.of(account, now.minusSeconds(20)).build());

    assertThat(live(account)).containsExactly(newest, middle, oldest);
  }

  @Test
  void sessions_that_are_ended_or_run_out_are_not_listed() {
    Account account = someone();
    Session ended = opened(ASession.of(account, now).build());
    change(
        account.id(),
        unit -> unit.sessions().end(account.id(), ended.id(), RevokeReason.SIGNED_OUT, now));
    Session idle = opened(ASession.of(account, now).idle(Duration.ofHours(1)).build());
    Session expired = opened(ASession.of(account, now)
        .idle(Duration.ofHours(2))
        .absolute(Duration.ofHours(2))
        .build());
    Session alive = opened(ASession.of(account, now).build());

    assertThat(listed(account, now.plus(Duration.ofHours(1)).minusNanos(1000)))
        .contains(idle.id(), expired.id());
    assertThat(listed(account, now.plus(Duration.ofHours(1))))
        .containsExactlyInAnyOrder(expired.id(), alive.id());
    assertThat(listed(account, now.plus(Duration.ofHours(2)))).containsExactly(alive.id());
  }

  @Test
  void another_account_s_sessions_are_not_listed() {
    Account account = someone();
    opened(ASession.of(someone(), now).build());

    assertThat(live(account)).isEmpty();
    assertThat(live(Fixtures.account())).isEmpty();
  }

  @Test
  void no_more_are_listed_than_asked_for() {
    Account account = someone();
    List<SessionId> newestFirst = openInTurn(account, 5);

    assertThat(page(account, Optional.empty(), 2)).isEqualTo(newestFirst.subList(0, 2));
    assertThat(page(account, Optional.empty(), 5)).isEqualTo(newestFirst);
    assertThat(page(account, Optional.empty(), 6)).isEqualTo(newestFirst);
  }

  @Test
  void a_page_begins_behind_the_session_given_even_if_that_is_ended() {
    Account account = someone();
    List<SessionId> newestFirst = openInTurn(account, 5);
    change(
        account.id(),
        unit -> unit.sessions()
            .end(account.id(), newestFirst.get(1), RevokeReason.REMOVED_BY_OWNER, now));

    assertThat(page(account, Optional.of(newestFirst.get(1)), 2))
        .isEqualTo(newestFirst.subList(2, 4));
    assertThat(page(account, Optional.of(newestFirst.get(0)), 2))
        .isEqualTo(newestFirst.subList(2, 4));
    assertThat(page(account, Optional.of(newestFirst.get(4)), 2)).isEmpty();
  }

  @Test
  void paging_gives_every_session_once_even_those_opened_in_one_instant() {
    Account account = someone();
    List<SessionId> all = IntStream.range(0, 9)
        .mapToObj(n -> opened(ASession.of(account, now).build()).id())
        .toList();

    List<SessionId> paged = new ArrayList<>();
    Optional<SessionId> before = Optional.empty();
    List<SessionId> page = page(account, before, 2);
    while (!page.isEmpty() && paged.size() <= all.size()) {
      paged.addAll(page);
      page = page(account, Optional.of(page.get(page.size() - 1)), 2);
    }

    assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
  }

  // ---- ending one

  @TestFactory
  Stream<DynamicTest> a_session_is_ended_with_its_reason_and_no_other_is() {
    return Arrays.stream(RevokeReason.values())
        .map(reason -> DynamicTest.dynamicTest("[L24] " + reason, () -> {
          Account account = someone();
          Session one = opened(ASession.of(account, now).build());
          Session twin = opened(ASession.of(account, now).build());
          Instant at = now.plusSeconds(60);

          assertThat(ends(account, one.id(), reason, at)).isTrue();

          assertThat(reread(one)).isEqualTo(one.revoked(at, reason));
          assertThat(reread(twin)).isEqualTo(twin);
        }));
  }

  @Test
  void a_session_is_ended_once_and_its_first_reason_stays() {
    Account account = someone();
    Session session = opened(ASession.of(account, now).build());
    assertThat(ends(account, session.id(), RevokeReason.SIGNED_OUT, now)).isTrue();

    assertThat(ends(account, session.id(), RevokeReason.REMOVED_BY_OWNER, now.plusSeconds(1)))
        .isFalse();

    assertThat(reread(session)).isEqualTo(session.revoked(now, RevokeReason.SIGNED_OUT));
  }

  @Test
  @DisplayName(
      "[L23] a session that has been idle for too long is ended too, one past its absolute end is left alone")
  void a_session_idle_for_too_long_is_ended_and_one_past_its_end_left_alone() {
    Account account = someone();
    Session idle = opened(ASession.of(account, now).idle(DAY).build());
    Session expired = opened(ASession.of(account, now).idle(DAY).absolute(DAY).build());
    Instant then = now.plus(DAY);

    assertThat(evicts(account, 0, then)).isEmpty();
    assertThat(ends(account, expired.id(), RevokeReason.SIGNED_OUT, then)).isFalse();
    assertThat(endsAll(account, Optional.empty(), then)).containsExactly(idle.id());

    assertThat(reread(idle)).isEqualTo(idle.revoked(then, RevokeReason.SIGNED_OUT_EVERYWHERE));
    assertThat(reread(expired)).isEqualTo(expired);
  }

  @Test
  void nobody_ends_another_account_s_session() {
    Account owner = someone();
    Account stranger = someone();
    Session session = opened(ASession.of(owner, now).generation(5).build());

    assertThat(ends(stranger, session.id(), RevokeReason.REMOVED_BY_OWNER, now)).isFalse();
    assertThat(endsReused(stranger, session.id(), 1, now)).isFalse();
    assertThat(endsAll(stranger, Optional.empty(), now)).isEmpty();
    assertThat(evicts(stranger, 0, now)).isEmpty();

    assertThat(reread(session)).isEqualTo(session);
  }

  @Test
  void a_session_that_does_not_exist_is_not_ended() {
    Account account = someone();

    assertThat(ends(account, Fixtures.sessionId(account.id(), now), RevokeReason.SIGNED_OUT, now))
        .isFalse();
    assertThat(endsReused(account, Fixtures.sessionId(account.id(), now), 0, now))
        .isFalse();
  }

  @Test
  void of_racing_callers_exactly_one_ends_a_session() {
    Account account = someone();
    List<RevokeReason> reasons = List.of(RevokeReason.values());

    Race.rounds(round -> {
      Session session = opened(ASession.of(account, now).build());
      assertThat(Race.of(Race.RACERS, n -> ends(account, session.id(), reasons.get(n), now)))
          .containsOnlyOnce(true);
      assertThat(reread(session).revocation()).isPresent();
    });
  }

  // ---- ending all

  @Test
  @DisplayName("[L23] ending all ends every live session of the account and says which")
  void ending_all_ends_every_live_session() {
    Account account = someone();
    Session ended = opened(ASession.of(account, now).build());
    ends(account, ended.id(), RevokeReason.SIGNED_OUT, now);
    Session one = opened(ASession.of(account, now).build());
    Session two = opened(ASession.of(account, now).transport(Transport.COOKIE).build());
    Session bystander = opened(ASession.of(someone(), now).build());
    Instant at = now.plusSeconds(5);

    assertThat(endsAll(account, Optional.empty(), at))
        .containsExactlyInAnyOrder(one.id(), two.id());

    assertThat(reread(one)).isEqualTo(one.revoked(at, RevokeReason.SIGNED_OUT_EVERYWHERE));
    assertThat(reread(two)).isEqualTo(two.revoked(at, RevokeReason.SIGNED_OUT_EVERYWHERE));
    assertThat(reread(ended)).isEqualTo(ended.revoked(now, RevokeReason.SIGNED_OUT));
    assertThat(reread(bystander)).isEqualTo(bystander);
  }

  @Test
  void ending_all_but_one_keeps_that_one() {
    Account account = someone();
    Session kept = opened(ASession.of(account, now).build());
    Session other = opened(ASession.of(account, now).build());

    assertThat(endsAll(account, Optional.of(kept.id()), now)).containsExactly(other.id());

    assertThat(reread(kept)).isEqualTo(kept);
  }

  @Test
  void keeping_a_session_that_is_not_the_account_s_keeps_nothing() {
    Account account = someone();
    Session foreign = opened(ASession.of(someone(), now).build());
    Session own = opened(ASession.of(account, now).build());

    assertThat(endsAll(account, Optional.of(foreign.id()), now)).containsExactly(own.id());

    assertThat(reread(foreign)).isEqualTo(foreign);
  }

  @Test
  @DisplayName("[L23] no sign-in that began before everything was ended leaves a live session")
  void no_sign_in_that_began_before_an_end_leaves_a_live_session() {
    Race.rounds(round -> {
      Account account = someone();
      Session before = opened(ASession.of(account, now).build());
      Session begun = ASession.of(account, now).build();

      List<Boolean> answers = Race.between(List.of(
          () -> signsInWith(account, begun),
          () -> locked(account.id(), unit -> {
            if (round % 2 == 0) {
              unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
            } else {
              unit.accounts().setStatus(account.id(), AccountStatus.DISABLED, Fixtures.instant());
            }
            return !unit.sessions()
                .endAll(account.id(), Optional.empty(), RevokeReason.PASSWORD_CHANGED, now)
                .isEmpty();
          })));

      assertThat(live(account)).as("signed in: " + answers.get(0)).isEmpty();
      assertThat(reread(before).revocation()).isPresent();
      assertThat(engine().refreshes().read(begun.id()).isPresent()).isEqualTo(answers.get(0));
    });
  }

  @Test
  void no_refresh_that_races_an_end_revives_the_session() {
    Race.rounds(round -> {
      Account account = someone();
      ASession draft = ASession.of(account, now);
      Session session = opened(draft.build());

      List<Boolean> answers = Race.between(
          () -> engine().refreshes().rotate(draft.token(0, now.plusSeconds(1))).isPresent(),
          () -> locked(account.id(), unit -> {
            unit.accounts().setStatus(account.id(), AccountStatus.DISABLED, Fixtures.instant());
            return unit.sessions()
                    .endAll(
                        account.id(),
                        Optional.empty(),
                        RevokeReason.ACCOUNT_DISABLED,
                        now.plusSeconds(1))
                    .size()
                == 1;
          }));

      assertThat(answers.get(1)).as("ended").isTrue();
      assertThat(reread(session).revocation()).isPresent();
      assertThat(reread(session).generation()).isEqualTo(answers.get(0) ? 1 : 0);
      assertThat(engine().refreshes().rotate(draft.token(1, now.plusSeconds(2))))
          .isEmpty();
    });
  }

  // ---- evicting

  @Test
  void the_least_recently_used_live_sessions_are_evicted() {
    Account account = someone();
    Session usedLately = opened(ASession.of(account, now.minusSeconds(500))
        .rotatedAt(now.minusSeconds(1))
        .build());
    Session usedLongAgo = opened(ASession.of(account, now.minusSeconds(400))
        .rotatedAt(now.minusSeconds(300))
        .build());
    Session neverUsed = opened(ASession.of(account, now.minusSeconds(350)).build());
    Session fresh = opened(ASession.of(account, now.minusSeconds(10)).build());

    assertThat(evicts(account, 2, now)).containsExactlyInAnyOrder(neverUsed.id(), usedLongAgo.id());

    assertThat(reread(neverUsed)).isEqualTo(neverUsed.revoked(now, RevokeReason.EVICTED));
    assertThat(reread(usedLongAgo)).isEqualTo(usedLongAgo.revoked(now, RevokeReason.EVICTED));
    assertThat(reread(usedLately)).isEqualTo(usedLately);
    assertThat(reread(fresh)).isEqualTo(fresh);
  }

  @Test
  void the_newest_is_not_evicted_though_a_clock_that_was_ahead_has_stamped_the_others() {
    Account account = someone();
    Session ahead =
        opened(ASession.of(account, now).rotatedAt(now.plusSeconds(90)).build());
    Session newest = opened(ASession.of(account, now).build());

    List<SessionId> evicted =
        locked(account.id(), unit -> unit.sessions().evict(account.id(), newest.id(), 1, now));

    assertThat(evicted).containsExactly(ahead.id());
    assertThat(reread(newest)).isEqualTo(newest);
  }

  @Test
  void sessions_that_are_ended_or_run_out_take_no_place() {
    Account account = someone();
    Session ended = opened(ASession.of(account, now).build());
    ends(account, ended.id(), RevokeReason.SIGNED_OUT, now);
    opened(ASession.of(account, now).idle(Duration.ofMinutes(1)).build());
    Session one = opened(ASession.of(account, now).build());
    Session two = opened(ASession.of(account, now).build());
    Instant later = now.plus(Duration.ofMinutes(2));

    assertThat(evicts(account, 2, later)).isEmpty();

    assertThat(live(account, later)).containsExactlyInAnyOrder(one, two);
    assertThat(reread(ended)).isEqualTo(ended.revoked(now, RevokeReason.SIGNED_OUT));
  }

  @Test
  void however_many_sign_in_at_once_no_more_are_live_than_allowed() {
    int most = 3;

    Race.rounds(round -> {
      Account account = someone();
      Race.of(
          Race.RACERS,
          n -> atomically(unit -> {
            boolean in =
                unit.accounts().signIn(account.id(), account.epoch(), Fixtures.ADDRESS, now);
            Session session = ASession.of(account, now.plusSeconds(n)).build();
            unit.sessions().open(session);
            unit.sessions().evict(account.id(), session.id(), most, now.plusSeconds(n));
            return in;
          }));
      assertThat(live(account, now.plusSeconds(60))).hasSize(most);
    });
  }

  // ---- reuse

  @Test
  @DisplayName("[L21] a token of an older generation ends exactly its own session")
  void a_token_of_an_older_generation_ends_its_session() {
    Account account = someone();
    Session session = opened(ASession.of(account, now).generation(5).build());
    Session other = opened(ASession.of(account, now).generation(5).build());

    assertThat(endsReused(account, session.id(), 3, now)).isTrue();

    assertThat(reread(session)).isEqualTo(session.revoked(now, RevokeReason.REFRESH_TOKEN_REUSED));
    assertThat(reread(other)).isEqualTo(other);
    assertThat(endsReused(account, session.id(), 3, now)).as("twice").isFalse();
  }

  @Test
  void sessions_that_ended_so_are_counted_since_a_moment_by_account() {
    Account account = someone();
    Account other = someone();
    for (Account one : List.of(account, account, other)) {
      Session session = opened(ASession.of(one, now).generation(5).build());
      endsReused(one, session.id(), 3, now);
    }
    opened(ASession.of(account, now).build());
    Session signedOut = opened(ASession.of(account, now).build());
    locked(
        account.id(),
        unit -> unit.sessions().end(account.id(), signedOut.id(), RevokeReason.SIGNED_OUT, now));

    assertThat(reused(account, now)).isEqualTo(2);
    assertThat(reused(account, now.plusMillis(1))).isZero();
  }

  @Test
  void a_token_that_is_not_older_ends_nothing() {
    Account account = someone();
    Session session = opened(ASession.of(account, now).generation(5).build());

    assertThat(endsReused(account, session.id(), 5, now)).isFalse();
    assertThat(endsReused(account, session.id(), 6, now)).isFalse();
    assertThat(endsReused(account, session.id(), Integer.MAX_VALUE, now)).isFalse();

    assertThat(reread(session)).isEqualTo(session);
    assertThat(endsReused(account, session.id(), 4, now)).isTrue();
  }

  @Test
  void a_reuse_that_races_a_refresh_ends_the_session_only_if_the_refresh_came_first() {
    Race.rounds(round -> {
      Account account = someone();
      ASession draft = ASession.of(account, now).generation(5);
      Session session = opened(draft.build());

      List<Boolean> answers = Race.between(
          () -> engine().refreshes().rotate(draft.token(5, now)).isPresent(),
          () -> endsReused(account, session.id(), 5, now));

      assertThat(answers.get(0)).as("refreshed").isTrue();
      assertThat(reread(session).generation()).isEqualTo(6);
      assertThat(reread(session).revocation().isPresent()).isEqualTo(answers.get(1));
    });
  }

  @Test
  void whoever_ends_a_session_waits_for_the_row_and_sees_what_it_became() {
    Account account = someone();
    Session session = ASession.of(account, now).build();
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> signIn = Race.start(() -> atomically(unit -> {
      boolean in = unit.accounts().signIn(account.id(), account.epoch(), Fixtures.ADDRESS, now);
      unit.sessions().open(session);
      open.countDown();
      Race.await(go);
      return in;
    }));
    Race.await(open);
    Race.Running<List<SessionId>> end = Race.start(() -> endsAll(account, Optional.empty(), now));

    assertThat(end.endsWithin(A_MOMENT)).as("got past the lock").isFalse();
    go.countDown();

    assertThat(signIn.result()).isTrue();
    assertThat(end.result()).containsExactly(session.id());
  }

  // ---- standing

  @Test
  void a_session_stands_as_its_owner_signed_in_until_stepped_up() {
    Account account = someone();
    Session session = opened(ASession.of(account, now)
        .authentication(
            new Session.Authentication(now.minusSeconds(70), Acr.AAL2, List.of("otp", "pwd")))
        .build());
    Standing.Proof signIn = new Standing.Proof(now.minusSeconds(70), Acr.AAL2);
    Standing.Proof first = new Standing.Proof(now.plusSeconds(5), Acr.AAL2);
    Standing.Proof last = new Standing.Proof(now.plusSeconds(9), Acr.AAL1);

    assertThat(standing(account, session, now)).contains(new Standing(signIn, Optional.empty()));
    assertThat(stepsUp(account, session, first)).isTrue();
    assertThat(standing(account, session, now)).contains(new Standing(signIn, Optional.of(first)));
    assertThat(stepsUp(account, session, last)).isTrue();
    assertThat(standing(account, session, now)).contains(new Standing(signIn, Optional.of(last)));
    assertThat(reread(session)).as("the session stays what it is").isEqualTo(session);
  }

  @Test
  void stepping_up_is_of_one_session_and_lasts_over_its_refreshes() {
    Account account = someone();
    ASession draft = ASession.of(account, now);
    Session session = opened(draft.build());
    Session other = opened(ASession.of(account, now).build());
    Standing.Proof proof = new Standing.Proof(now, Acr.AAL1);

    assertThat(stepsUp(account, session, proof)).isTrue();
    assertThat(engine().refreshes().rotate(draft.token(0, now))).isPresent();

    assertThat(standing(account, session, now)).flatMap(Standing::stepUp).contains(proof);
    assertThat(standing(account, other, now)).flatMap(Standing::stepUp).isEmpty();
  }

  @Test
  void only_a_live_session_of_the_account_stands_and_is_stepped_up() {
    Account account = someone();
    Account stranger = someone();
    Session ended = opened(ASession.of(account, now).build());
    assertThat(ends(account, ended.id(), RevokeReason.SIGNED_OUT, now)).isTrue();
    Session idle = opened(ASession.of(account, now).idle(Duration.ofHours(1)).build());
    Session alive = opened(ASession.of(account, now).build());
    Instant later = now.plus(Duration.ofHours(1));

    assertThat(standing(account, idle, later.minusNanos(1000))).isPresent();
    for (Session gone : List.of(ended, idle)) {
      assertThat(standing(account, gone, later)).isEmpty();
      assertThat(stepsUp(account, gone, new Standing.Proof(later, Acr.AAL1))).isFalse();
    }
    assertThat(standing(stranger, alive, now)).isEmpty();
    assertThat(stepsUp(stranger, alive, new Standing.Proof(now, Acr.AAL2))).isFalse();
    assertThat(standing(account, alive, now)).flatMap(Standing::stepUp).isEmpty();
  }

  private Optional<Standing> standing(Account account, Session session, Instant at) {
    return locked(account.id(), unit -> unit.sessions().standing(account.id(), session.id(), at));
  }

  private boolean stepsUp(Account account, Session session, Standing.Proof proof) {
    return locked(account.id(), unit -> unit.sessions().stepUp(account.id(), session.id(), proof));
  }

  // ---- words

  private boolean signsInWith(Account account, Session session) {
    return atomically(unit -> {
      boolean in = unit.accounts().signIn(account.id(), account.epoch(), Fixtures.ADDRESS, now);
      if (in) {
        unit.sessions().open(session);
      }
      return in;
    });
  }

  private List<SessionId> openInTurn(Account account, int count) {
    List<SessionId> newestFirst = new ArrayList<>();
    for (int n = count; n > 0; n--) {
      newestFirst.add(
          0, opened(ASession.of(account, now.minusSeconds(n)).build()).id());
    }
    return List.copyOf(newestFirst);
  }

  private List<Session> live(Account account) {
    return live(account, now);
  }

  private List<Session> live(Account account, Instant at) {
    return engine().sessions().live(account.id(), Optional.empty(), 100, at);
  }

  private List<SessionId> listed(Account account, Instant at) {
    return live(account, at).stream().map(Session::id).toList();
  }

  private List<SessionId> page(Account account, Optional<SessionId> before, int limit) {
    return engine().sessions().live(account.id(), before, limit, now).stream()
        .map(Session::id)
        .toList();
  }

  private boolean ends(Account account, SessionId id, RevokeReason reason, Instant at) {
    return locked(account.id(), unit -> unit.sessions().end(account.id(), id, reason, at));
  }

  private boolean endsReused(Account account, SessionId id, int presented, Instant at) {
    return locked(account.id(), unit -> unit.sessions().endReused(account.id(), id, presented, at));
  }

  private int reused(Account account, Instant since) {
    return locked(account.id(), unit -> unit.sessions().reused(account.id(), since));
  }

  private List<SessionId> endsAll(Account account, Optional<SessionId> keep, Instant at) {
    return locked(
        account.id(),
        unit -> unit.sessions().endAll(account.id(), keep, RevokeReason.SIGNED_OUT_EVERYWHERE, at));
  }

  private List<SessionId> evicts(Account account, int most, Instant at) {
    return locked(
        account.id(),
        unit ->
            unit.sessions().evict(account.id(), Fixtures.sessionId(account.id(), at), most, at));
  }
}
