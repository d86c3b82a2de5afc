package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Rotation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.SessionSecret;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link Refreshes} promises: to decide as {@link Session#present} does, in one statement. */
public abstract class RefreshesContract extends StorageContract {
  /** Not what the port decides: it never grants a replay. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final String THUMBPRINT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

  // ---- the good cases

  @Test
  void the_current_token_moves_the_session_on_by_one_generation() {
    Account account = someone(AnAccount.in(Fixtures.realm()).roles(Role.USER, Role.PARTNER));
    ASession draft = ASession.of(account, now).generation(4);
    Session session = opened(draft.build());
    Presentation token = elsewhere(draft.token(4, now.plusSeconds(30)));

    Optional<Refreshes.Refreshed> answer = refreshes().rotate(token);

    assertThat(answer)
        .contains(new Refreshes.Refreshed(
            session.rotated(token), AccountStatus.ACTIVE, Set.of(Role.USER, Role.PARTNER)));
    assertThat(refreshes().read(session.id())).isEqualTo(answer);
  }

  @Test
  void token_after_token_moves_the_session_on() {
    ASession draft = ASession.of(someone(), now);
    Session model = opened(draft.build());

    for (int generation = 0; generation < 20; generation++) {
      Presentation token = draft.token(generation, now.plus(Duration.ofMinutes(15L * generation)));
      model = model.rotated(token);
      assertThat(refreshes().rotate(token).map(Refreshes.Refreshed::session)).contains(model);
    }
  }

  @Test
  void the_idle_end_moves_with_every_refresh_but_never_beyond_the_absolute_end() {
    ASession draft =
        ASession.of(someone(), now).idle(Duration.ofDays(7)).absolute(Duration.ofDays(10));
    opened(draft.build());

    assertThat(rotated(draft.token(0, now.plus(Duration.ofDays(2)))).idleEndsAt())
        .isEqualTo(now.plus(Duration.ofDays(9)));
    assertThat(rotated(draft.token(1, now.plus(Duration.ofDays(8)))).idleEndsAt())
        .isEqualTo(now.plus(Duration.ofDays(10)));
    assertThat(rotated(draft.token(2, now.plus(Duration.ofDays(10)).minusNanos(1000)))
            .endsAt())
        .isEqualTo(now.plus(Duration.ofDays(10)));
    assertThat(refreshes().rotate(draft.token(3, now.plus(Duration.ofDays(10)))))
        .isEmpty();
  }

  @Test
  void the_moment_of_the_last_refresh_never_moves_back() {
    ASession draft = ASession.of(someone(), now).rotatedAt(now.plusSeconds(3));
    Session session = opened(draft.build());

    Session after = rotated(draft.token(0, now.plusSeconds(1)));

    assertThat(after.rotatedAt()).isEqualTo(session.rotatedAt());
    assertThat(after).isEqualTo(session.rotated(draft.token(0, now.plusSeconds(1))));
  }

  @Test
  void address_and_user_agent_are_noted_as_they_came() {
    ASession draft = ASession.of(someone(), now);
    opened(draft.build());
    Presentation plain = draft.token(0, now);

    for (String userAgent : List.of("", "é".repeat(Client.MAX_USER_AGENT), "'\"\\ 🦊 %s ?1")) {
      int generation = reread(draft.build()).generation();
      Session after = rotated(new Presentation(
          draft.token(generation, now).claim(),
          plain.realm(),
          plain.transport(),
          plain.provenBinding(),
          Fixtures.ELSEWHERE,
          userAgent,
          now));
      assertThat(after.userAgent()).isEqualTo(userAgent);
      assertThat(after.address()).isEqualTo(Fixtures.ELSEWHERE);
      assertThat(reread(draft.build())).isEqualTo(after);
    }
  }

  @Test
  void other_sessions_stay_as_they_are() {
    Account account = someone();
    ASession draft = ASession.of(account, now);
    opened(draft.build());
    Session twin = opened(ASession.of(account, now).build());

    rotated(draft.token(0, now.plusSeconds(1)));

    assertThat(reread(twin)).isEqualTo(twin);
  }

  @Test
  @DisplayName("[L29] a token ahead of the stored generation lets the session catch up")
  void a_token_ahead_lets_the_session_catch_up() {
    for (int ahead : List.of(1, 2, 999, Session.MAX_FAST_FORWARD)) {
      Account account = someone();
      ASession draft = ASession.of(account, now).generation(7);
      Session session = opened(draft.build());
      Presentation token = elsewhere(draft.token(7 + ahead, now.plusSeconds(5)));

      Optional<Refreshes.Refreshed> answer = refreshes().fastForward(token);

      assertThat(answer)
          .as(ahead + " ahead")
          .contains(new Refreshes.Refreshed(
              session.rotated(token), AccountStatus.ACTIVE, account.roles()));
      assertThat(refreshes().read(session.id())).isEqualTo(answer);
    }
  }

  @Test
  void neither_verb_does_the_other_s_work() {
    ASession draft = ASession.of(someone(), now).generation(7);
    Session session = opened(draft.build());

    for (int generation : List.of(0, 5, 6, 8, 9, 7 + Session.MAX_FAST_FORWARD)) {
      assertThat(refreshes().rotate(draft.token(generation, now)))
          .as("rotate with " + generation)
          .isEmpty();
    }
    for (int generation : List.of(0, 5, 6, 7, 8 + Session.MAX_FAST_FORWARD, Integer.MAX_VALUE)) {
      assertThat(refreshes().fastForward(draft.token(generation, now)))
          .as("fast forward with " + generation)
          .isEmpty();
    }

    assertThat(reread(session)).isEqualTo(session);
  }

  // ---- what is against it

  /** One thing that is wrong about a presented token, and nothing else. */
  private record Defect(
      String what, java.util.function.BiFunction<ASession, Presentation, Presentation> made) {}

  @TestFactory
  Stream<DynamicTest> a_token_with_a_single_defect_gets_nothing_and_nothing_is_written() {
    return Stream.of(
            new Defect(
                "another secret",
                (draft, p) -> with(
                    p,
                    new RefreshCodec.Claim(
                        p.claim().session(), p.claim().generation(), Fixtures.sessionSecret()))),
            new Defect(
                "another session",
                (draft, p) -> with(
                    p,
                    new RefreshCodec.Claim(
                        new SessionId(Fixtures.accountId().value()),
                        p.claim().generation(),
                        p.claim().secret()))),
            new Defect("another realm", (draft, p) -> with(p, Fixtures.realm())),
            new Defect("another transport", (draft, p) -> with(p, Transport.COOKIE)),
            new Defect("no proof of the binding", (draft, p) -> with(p, Optional.empty())),
            new Defect(
                "a proof of another key",
                (draft, p) -> with(p, Optional.of(THUMBPRINT.substring(1) + "A"))),
            new Defect(
                "a proof in other letters",
                (draft, p) -> with(p, Optional.of(THUMBPRINT.toLowerCase(java.util.Locale.ROOT)))),
            new Defect("run out by idling", (draft, p) -> with(p, now.plus(Duration.ofDays(7)))),
            new Defect("long run out", (draft, p) -> with(p, now.plus(Duration.ofDays(800)))))
        .map(defect -> DynamicTest.dynamicTest("[L25] " + defect.what(), () -> {
          ASession draft = ASession.of(someone(), now).generation(3).boundTo(THUMBPRINT);
          Session session = opened(draft.build());

          assertThat(refreshes().rotate(defect.made().apply(draft, draft.token(3, now))))
              .isEmpty();
          assertThat(refreshes().fastForward(defect.made().apply(draft, draft.token(5, now))))
              .isEmpty();

          assertThat(reread(session)).isEqualTo(session);
          assertThat(refreshes().rotate(draft.token(3, now))).as("without it").isPresent();
        }));
  }

  @Test
  void a_proof_is_not_needed_where_the_session_is_not_bound_and_does_not_bind_it() {
    ASession draft = ASession.of(someone(), now);
    opened(draft.build());

    assertThat(rotated(with(draft.token(0, now), Optional.of(THUMBPRINT))).binding())
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> an_account_that_is_not_active_gets_nothing() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          Account account = someone();
          ASession draft = ASession.of(account, now);
          Session session = opened(draft.build());
          change(
              account.id(),
              unit -> unit.accounts().setStatus(account.id(), status, Fixtures.instant()));

          assertThat(refreshes().rotate(draft.token(0, now))).isEmpty();
          assertThat(refreshes().fastForward(draft.token(2, now))).isEmpty();

          assertThat(refreshes().read(session.id()))
              .contains(new Refreshes.Refreshed(session, status, account.roles()));
        }));
  }

  @Test
  void an_account_that_is_active_again_gets_tokens_again() {
    Account account = someone();
    ASession draft = ASession.of(account, now);
    opened(draft.build());
    change(
        account.id(),
        unit -> unit.accounts().setStatus(account.id(), AccountStatus.LOCKED, Fixtures.instant()));
    assertThat(refreshes().rotate(draft.token(0, now))).isEmpty();
    change(
        account.id(),
        unit -> unit.accounts().setStatus(account.id(), AccountStatus.ACTIVE, Fixtures.instant()));

    assertThat(refreshes().rotate(draft.token(0, now))).isPresent();
  }

  @TestFactory
  Stream<DynamicTest> an_ended_session_gets_nothing() {
    return Arrays.stream(RevokeReason.values())
        .map(reason -> DynamicTest.dynamicTest("[L23] " + reason, () -> {
          Account account = someone();
          ASession draft = ASession.of(account, now);
          Session session = opened(draft.build());
          change(
              account.id(), unit -> unit.sessions().end(account.id(), session.id(), reason, now));

          assertThat(refreshes().rotate(draft.token(0, now))).isEmpty();
          assertThat(refreshes().fastForward(draft.token(1, now))).isEmpty();

          assertThat(reread(session)).isEqualTo(session.revoked(now, reason));
        }));
  }

  @Test
  void a_session_that_does_not_exist_is_not_read() {
    assertThat(refreshes().read(Fixtures.sessionId(Fixtures.accountId(), now))).isEmpty();
    assertThat(refreshes().rotate(ASession.of(Fixtures.account(), now).token(0, now)))
        .isEmpty();
    assertThat(refreshes().fastForward(ASession.of(Fixtures.account(), now).token(1, now)))
        .isEmpty();
  }

  // ---- races

  @Test
  @DisplayName(
      "[L20] of racing callers with the current token exactly one gets an answer, and one row is written")
  void of_racing_callers_with_the_current_token_exactly_one_gets_an_answer() {
    ASession draft = ASession.of(someone(), now);
    Session session = opened(draft.build());

    Race.rounds(round -> {
      int generation = reread(session).generation();
      List<Optional<Refreshes.Refreshed>> answers = Race.of(
          Race.RACERS,
          n -> refreshes().rotate(draft.token(generation, now.plusSeconds(60L * round + n))));

      List<Session> given = answers.stream()
          .flatMap(Optional::stream)
          .map(Refreshes.Refreshed::session)
          .toList();
      assertThat(given).hasSize(1);
      assertThat(given.get(0).generation()).isEqualTo(generation + 1);
      assertThat(reread(session)).isEqualTo(given.get(0));
    });
  }

  @Test
  void of_racing_callers_with_one_token_ahead_exactly_one_gets_an_answer() {
    ASession draft = ASession.of(someone(), now);
    Session session = opened(draft.build());

    Race.rounds(round -> {
      int generation = reread(session).generation() + 3;
      List<Optional<Refreshes.Refreshed>> answers = Race.of(
          Race.RACERS,
          n -> refreshes().fastForward(draft.token(generation, now.plusSeconds(round))));

      assertThat(answers.stream().flatMap(Optional::stream)).hasSize(1);
      assertThat(reread(session).generation()).isEqualTo(generation + 1);
    });
  }

  @Test
  void racing_tokens_of_different_generations_never_move_a_session_back() {
    Race.rounds(round -> {
      ASession draft = ASession.of(someone(), now);
      Session session = opened(draft.build());

      List<Optional<Refreshes.Refreshed>> answers = Race.of(
          Race.RACERS,
          n -> n == 0
              ? refreshes().rotate(draft.token(0, now))
              : refreshes().fastForward(draft.token(n, now)));

      // whoever came late finds its token outrun, so the last may find its own generation reached
      List<Integer> reached = answers.stream()
          .flatMap(Optional::stream)
          .map(answer -> answer.session().generation())
          .toList();
      assertThat(reached).isNotEmpty().doesNotHaveDuplicates();
      assertThat(reread(session).generation())
          .isEqualTo(Collections.max(reached))
          .isGreaterThanOrEqualTo(Race.RACERS - 1);
    });
  }

  @Test
  @DisplayName("[L08] a refresh that waits for the row while its session is ended gets nothing")
  void a_refresh_that_waits_while_its_session_is_ended_gets_nothing() {
    Account account = someone();
    ASession draft = ASession.of(account, now);
    Session session = opened(draft.build());
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> end = Race.start(() -> locked(account.id(), unit -> {
      unit.accounts().setStatus(account.id(), AccountStatus.DISABLED, Fixtures.instant());
      boolean done =
          unit.sessions().end(account.id(), session.id(), RevokeReason.ACCOUNT_DISABLED, now);
      ended.countDown();
      Race.await(go);
      return done;
    }));
    Race.await(ended);
    Race.Running<Boolean> rotate =
        Race.start(() -> refreshes().rotate(draft.token(0, now)).isPresent());
    Race.Running<Boolean> forward =
        Race.start(() -> refreshes().fastForward(draft.token(2, now)).isPresent());

    assertThat(rotate.endsWithin(A_MOMENT)).as("got past the row").isFalse();
    go.countDown();

    assertThat(end.result()).isTrue();
    assertThat(rotate.result()).isFalse();
    assertThat(forward.result()).isFalse();
    assertThat(reread(session)).isEqualTo(session.revoked(now, RevokeReason.ACCOUNT_DISABLED));
  }

  // ---- random histories

  @Test
  @DisplayName(
      "[L20] over random histories the store decides as the domain does, and its row is the domain's")
  void over_random_histories_the_store_decides_as_the_domain_does() {
    RandomHistories.agree(Integer.getInteger("gatehouse.histories", 25), 60, SessionWorld::new);
  }

  /** A stored session and its model. */
  private final class SessionWorld implements RandomHistories.World {
    private final Account account = someone(AnAccount.in(Fixtures.realm()).roles(Role.USER));
    private ASession draft = ASession.of(account, now);
    private Session model = draft.build();
    private AccountStatus status = AccountStatus.ACTIVE;
    private Instant time = now;
    private boolean begun;

    @Override
    public void step(Chance chance) {
      if (!begun || (!model.live(time) && chance.percent(60))) {
        open(chance);
      } else if (chance.percent(8)) {
        changeStatus(chance);
      } else if (chance.percent(5)) {
        end(chance);
      } else {
        present(chance);
      }
      assertThat(refreshes().read(model.id()))
          .as("the row")
          .contains(new Refreshes.Refreshed(model, status, account.roles()));
    }

    private void open(Chance chance) {
      begun = true;
      draft = ASession.of(account, time).generation(chance.oneOf(List.of(0, 0, 0, 1, 5000)));
      draft = chance.percent(40) ? draft.boundTo(THUMBPRINT) : draft;
      draft = chance.percent(30) ? draft.transport(Transport.COOKIE) : draft;
      draft = chance.percent(50)
          ? draft.idle(Duration.ofHours(1)).absolute(Duration.ofHours(5))
          : draft;
      model = opened(draft.build());
      chance.say("opened at generation " + model.generation()
          + model.binding().map(b -> ", bound").orElse("") + ", " + model.transport());
    }

    private void changeStatus(Chance chance) {
      AccountStatus to = status == AccountStatus.ACTIVE
          ? chance.oneOf(List.of(AccountStatus.values()))
          : AccountStatus.ACTIVE;
      change(account.id(), unit -> unit.accounts().setStatus(account.id(), to, Fixtures.instant()));
      status = to;
      chance.say("the account became " + to);
    }

    private void end(Chance chance) {
      RevokeReason reason = chance.oneOf(List.of(RevokeReason.values()));
      boolean ended =
          locked(account.id(), unit -> unit.sessions().end(account.id(), model.id(), reason, time));
      chance.say("ended for " + reason);
      assertThat(ended)
          .as("ended")
          .isEqualTo(model.revocation().isEmpty() && time.isBefore(model.endsAt()));
      model = ended ? model.revoked(time, reason) : model;
    }

    private void present(Chance chance) {
      Presentation token = token(chance);
      boolean forwardFirst = chance.percent(50);
      chance.say(forwardFirst ? "fast forward, then rotate" : "rotate, then fast forward");
      for (boolean forward : List.of(forwardFirst, !forwardFirst)) {
        Rotation decision = decides(token);
        if (forward) {
          answer(refreshes().fastForward(token), token, decision instanceof Rotation.FastForward);
        } else {
          answer(refreshes().rotate(token), token, decision instanceof Rotation.Rotate);
        }
      }
    }

    private Rotation decides(Presentation token) {
      return token.claim().session().equals(model.id())
          ? model.present(token, status, GRACE, Instant.EPOCH)
          : new Rotation.Refused(Rotation.Refused.Reason.UNKNOWN);
    }

    private void answer(Optional<Refreshes.Refreshed> answer, Presentation token, boolean due) {
      if (due) {
        model = model.rotated(token);
        assertThat(answer)
            .as("an answer was due")
            .contains(new Refreshes.Refreshed(model, status, account.roles()));
      } else {
        assertThat(answer).as("nothing was due").isEmpty();
      }
    }

    private Presentation token(Chance chance) {
      time = time.plus(chance.oneOf(List.of(
          Duration.ZERO,
          Duration.ofNanos(1000),
          Duration.ofSeconds(1),
          Duration.ofMinutes(16),
          Duration.ofHours(1).minusNanos(1000),
          Duration.ofHours(1))));
      Instant at = chance.percent(10) ? time.minusSeconds(chance.between(1, 5)) : time;
      int generation = model.generation()
          + chance.oneOf(List.of(
              0,
              0,
              0,
              0,
              0,
              0,
              -1,
              -2,
              -3,
              1,
              2,
              Session.MAX_FAST_FORWARD,
              Session.MAX_FAST_FORWARD + 1));
      Presentation honest = draft.token(Math.max(0, generation), at);
      Presentation token = new Presentation(
          new RefreshCodec.Claim(
              chance.percent(3)
                  ? Fixtures.sessionId(account.id(), at)
                  : honest.claim().session(),
              honest.claim().generation(),
              chance.percent(6)
                  ? new SessionSecret(
                      Arrays.copyOf(new byte[] {(byte) chance.below(100)}, SessionSecret.BYTES))
                  : honest.claim().secret()),
          chance.percent(4) ? new RealmKey("elsewhere") : honest.realm(),
          chance.percent(6) ? chance.oneOf(List.of(Transport.values())) : honest.transport(),
          chance.percent(12)
              ? chance.oneOf(List.of(Optional.<String>empty(), Optional.of("other")))
              : honest.provenBinding(),
          chance.oneOf(
              List.of(Fixtures.ADDRESS, Fixtures.ELSEWHERE, new ClientAddress("203.0.113.7"))),
          chance.oneOf(List.of("", "Test/1.0", "Mozilla/5.0 🦊")),
          at);
      chance.say(token.claim().generation() + " for " + model.generation() + " at " + token.now()
          + differences(honest, token));
      return token;
    }

    private String differences(Presentation honest, Presentation token) {
      return (honest.claim().session().equals(token.claim().session()) ? "" : " another session")
          + (honest.claim().secret().equals(token.claim().secret()) ? "" : " another secret")
          + (Objects.equals(honest.realm(), token.realm()) ? "" : " another realm")
          + (honest.transport() == token.transport() ? "" : " another transport")
          + (honest.provenBinding().equals(token.provenBinding()) ? "" : " another proof");
    }
  }

  // ---- words

  private Refreshes refreshes() {
    return engine().refreshes();
  }

  private Session rotated(Presentation token) {
    return refreshes()
        .rotate(token)
        .orElseThrow(() -> new AssertionError("a good token got no answer"))
        .session();
  }

  private static Presentation elsewhere(Presentation p) {
    return new Presentation(
        p.claim(),
        p.realm(),
        p.transport(),
        p.provenBinding(),
        Fixtures.ELSEWHERE,
        "Elsewhere/2.0",
        p.now());
  }

  private static Presentation with(Presentation p, RefreshCodec.Claim claim) {
    return new Presentation(
        claim, p.realm(), p.transport(), p.provenBinding(), p.address(), p.userAgent(), p.now());
  }

  private static Presentation with(Presentation p, RealmKey realm) {
    return new Presentation(
        p.claim(), realm, p.transport(), p.provenBinding(), p.address(), p.userAgent(), p.now());
  }

  private static Presentation with(Presentation p, Transport transport) {
    return new Presentation(
        p.claim(), p.realm(), transport, p.provenBinding(), p.address(), p.userAgent(), p.now());
  }

  private static Presentation with(Presentation p, Optional<String> proof) {
    return new Presentation(
        p.claim(), p.realm(), p.transport(), proof, p.address(), p.userAgent(), p.now());
  }

  private static Presentation with(Presentation p, Instant at) {
    return new Presentation(
        p.claim(), p.realm(), p.transport(), p.provenBinding(), p.address(), p.userAgent(), at);
  }
}
