package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.port.Store;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link Revocations} promises: whatever was ended is told, and nothing is missed. */
public abstract class RevocationsContract extends StorageContract {

  // ---- what is announced

  @TestFactory
  Stream<DynamicTest> every_verb_that_ends_a_session_announces_it() {
    return Stream.of(
            verb(
                "end",
                (unit, session) -> unit.sessions()
                    .end(session.account(), session.id(), RevokeReason.SIGNED_OUT, now)),
            verb(
                "endAll",
                (unit, session) -> unit.sessions()
                    .endAll(
                        session.account(), Optional.empty(), RevokeReason.PASSWORD_CHANGED, now)),
            verb(
                "evict",
                (unit, session) -> unit.sessions()
                    .evict(session.account(), Fixtures.sessionId(session.account(), now), 0, now)),
            verb(
                "endReused",
                (unit, session) -> unit.sessions()
                    .endReused(session.account(), session.id(), session.generation() - 1, now)))
        .map(verb -> DynamicTest.dynamicTest("[L23] " + verb.name(), () -> {
          Account account = someone();
          Session session = opened(ASession.of(account, now).generation(3).build());
          long cursor = cursor();

          change(account.id(), unit -> verb.ends().accept(unit, session));

          assertThat(revocations().since(cursor).entries())
              .contains(new Revocations.Entry(new Revoked.OfSession(session.id()), now));
          assertThat(revocations().since(Revocations.BEGINNING).entries())
              .contains(new Revocations.Entry(new Revoked.OfSession(session.id()), now));
          assertThat(revocations().live(session.id(), now)).isFalse();
        }));
  }

  private record Verb(String name, BiConsumer<Store.Unit, Session> ends) {}

  private static Verb verb(String name, BiConsumer<Store.Unit, Session> ends) {
    return new Verb(name, ends);
  }

  @Test
  void ending_many_announces_each_of_them_and_none_but_them() {
    Account account = someone();
    List<SessionId> ended = IntStream.range(0, 7)
        .mapToObj(n -> opened(ASession.of(account, now).build()).id())
        .toList();
    Session kept = opened(ASession.of(account, now).build());
    Session ranOut = opened(ASession.of(account, now.minus(Duration.ofDays(8)))
        .idle(Duration.ofDays(7))
        .absolute(Duration.ofDays(7))
        .build());
    long cursor = cursor();

    change(
        account.id(),
        unit -> unit.sessions()
            .endAll(account.id(), Optional.of(kept.id()), RevokeReason.PASSWORD_CHANGED, now));

    Set<Revoked> told = told(cursor);
    assertThat(told)
        .containsAll(revoked(ended))
        .doesNotContainAnyElementsOf(revoked(List.of(kept.id(), ranOut.id())));
  }

  @Test
  void what_a_refused_unit_ended_is_announced_and_what_a_broken_one_ended_is_not() {
    Account account = someone();
    Session refused = opened(ASession.of(account, now).build());
    Session broken = opened(ASession.of(account, now).build());
    long cursor = cursor();

    assertThat(catchThrowable(() -> endThen(refused, new Refusal.RefreshRejected().thrown())))
        .isNotNull();
    assertThat(catchThrowable(() -> endThen(broken, new Broken()))).isInstanceOf(Broken.class);

    assertThat(told(cursor))
        .contains(new Revoked.OfSession(refused.id()))
        .doesNotContain(new Revoked.OfSession(broken.id()));
    assertThat(revocations().live(broken.id(), now)).isTrue();
  }

  @Test
  void nothing_is_announced_before_its_unit_commits() {
    Session session = opened(ASession.of(someone(), now).build());
    long cursor = cursor();
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> unit = Race.start(() -> endAndWait(session, ended, go));
    Race.await(ended);
    Race.Running<Set<Revoked>> reader = Race.start(() -> told(cursor));
    boolean answered = reader.endsWithin(A_MOMENT);
    boolean early = answered && reader.result().contains(new Revoked.OfSession(session.id()));
    go.countDown();

    assertThat(unit.result()).isTrue();
    assertThat(early).isFalse();
    assertThat(told(cursor)).contains(new Revoked.OfSession(session.id()));
  }

  // ---- cursors

  @Test
  void reading_on_from_each_cursor_finds_everything() {
    Account account = someone();
    Set<Revoked> ended = new HashSet<>();
    Followed followed = new Followed(cursor(), Set.of());

    for (int n = 0; n < 10; n++) {
      Session session = opened(ASession.of(account, now).build());
      ended.add(new Revoked.OfSession(session.id()));
      end(session);
      followed = followed.on(revocations());
      assertThat(followed.told()).containsAll(ended);
    }
  }

  @Test
  @DisplayName("[L22] a late commit is never missed by a cursor that moved on while it was open")
  void a_late_commit_is_never_missed() {
    Session late = opened(ASession.of(someone(), now).build());
    List<Session> others = Stream.generate(
            () -> opened(ASession.of(someone(), now).build()))
        .limit(5)
        .toList();
    long start = cursor();
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> open = Race.start(() -> endAndWait(late, ended, go));
    Race.await(ended);

    // an engine may let the others wait until the open unit is over
    Race.Running<Followed> meanwhile = Race.start(() -> {
      Followed followed = new Followed(start, Set.of());
      for (Session other : others) {
        end(other);
        followed = followed.on(revocations());
        assertThat(followed.told()).contains(new Revoked.OfSession(other.id()));
      }
      return followed;
    });
    meanwhile.endsWithin(Duration.ofSeconds(1));
    go.countDown();
    assertThat(open.result()).isTrue();

    Followed afterwards = meanwhile.result().on(revocations());
    assertThat(afterwards.told())
        .contains(new Revoked.OfSession(late.id()))
        .containsAll(revoked(others.stream().map(Session::id).toList()));
  }

  /** How far a reader has come, and what it was told on its way. */
  private record Followed(long cursor, Set<Revoked> told) {
    Followed on(Revocations feed) {
      Revocations.Batch batch = feed.since(cursor);
      Set<Revoked> all = new HashSet<>(told);
      all.addAll(whats(batch));
      return new Followed(batch.next(), all);
    }
  }

  @Test
  @DisplayName("[L22] a reader that follows the feed while many units end sessions misses none")
  void a_reader_that_follows_the_feed_misses_none() {
    List<Account> accounts = Stream.generate(this::someone).limit(5).toList();
    AtomicBoolean over = new AtomicBoolean();
    long start = cursor();
    Race.Running<Set<Revoked>> reader = Race.start(() -> {
      Followed followed = new Followed(start, Set.of());
      boolean last = false;
      while (!last) {
        // what was over before the read began, the read has to find
        last = over.get();
        followed = followed.on(revocations());
      }
      return followed.told();
    });

    Set<SessionId> ended = new HashSet<>();
    Race.rounds(round -> ended.addAll(Race.of(accounts.size(), n -> {
      Session session = opened(ASession.of(accounts.get(n), now).build());
      end(session);
      return session.id();
    })));
    over.set(true);

    assertThat(reader.result()).containsAll(revoked(ended));
  }

  @Test
  @DisplayName("[L29] a cursor that the store is behind reads from the beginning")
  void a_cursor_that_the_store_is_behind_reads_from_the_beginning() {
    Session session = opened(ASession.of(someone(), now).build());
    end(session);

    Revocations.Batch batch = revocations().since(Long.MAX_VALUE);

    assertThat(whats(batch)).contains(new Revoked.OfSession(session.id()));
    assertThat(batch.next()).as("a cursor of this store").isLessThan(Long.MAX_VALUE);
    Session another = opened(ASession.of(someone(), now).build());
    end(another);
    assertThat(told(batch.next())).contains(new Revoked.OfSession(another.id()));
  }

  @Test
  @DisplayName("[L38] a cursor that would read everything is known before anything is read")
  void a_cursor_that_would_read_everything_is_known() {
    end(opened(ASession.of(someone(), now).build()));
    long cursor = cursor();
    Session session = opened(ASession.of(someone(), now).build());
    end(session);

    assertThat(revocations().soonAfter(cursor))
        .hasValueSatisfying(
            batch -> assertThat(whats(batch)).contains(new Revoked.OfSession(session.id())));
    for (long strange : new long[] {Revocations.BEGINNING, Long.MAX_VALUE, -1}) {
      assertThat(revocations().soonAfter(strange)).as("%s", strange).isEmpty();
    }
  }

  // ---- waiting

  @Test
  @DisplayName("[L22] whoever waits is woken by what is announced")
  void whoever_waits_is_woken() {
    Account account = someone();
    Revocations feed = revocations();
    feed.since(Revocations.BEGINNING);
    long begun = System.nanoTime();
    Race.Running<Boolean> waiting = Race.start(() -> {
      feed.await(Duration.ofSeconds(50));
      return true;
    });

    do {
      end(opened(ASession.of(account, now).build()));
    } while (!waiting.endsWithin(A_MOMENT)
        && Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 30);

    assertThat(waiting.endsWithin(Duration.ZERO.plusMillis(1))).as("woken").isTrue();
    assertThat(waiting.result()).isTrue();
  }

  @Test
  void nobody_waits_longer_than_he_asked_for() {
    Race.Running<Boolean> waiting = Race.start(() -> {
      revocations().await(Duration.ZERO);
      revocations().await(Duration.ofMillis(20));
      return true;
    });

    assertThat(waiting.endsWithin(Duration.ofSeconds(10))).isTrue();
    assertThat(waiting.result()).isTrue();
  }

  @Test
  void whoever_waits_can_be_interrupted() {
    Race.Running<Boolean> waiting = Race.start(() -> {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          revocations().await(Duration.ofSeconds(50));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return true;
    });
    waiting.endsWithin(Duration.ofMillis(50));

    waiting.interrupt();

    assertThat(waiting.endsWithin(Duration.ofSeconds(10))).isTrue();
    assertThat(waiting.result()).isTrue();
  }

  // ---- asking the store itself

  @Test
  void a_session_is_good_until_it_runs_out() {
    Account account = someone();
    Session idle = opened(ASession.of(account, now).idle(Duration.ofHours(1)).build());
    Session expired = opened(ASession.of(account, now)
        .idle(Duration.ofHours(2))
        .absolute(Duration.ofHours(2))
        .build());

    assertThat(revocations().live(idle.id(), now)).isTrue();
    assertThat(revocations().live(idle.id(), now.plus(Duration.ofHours(1)).minusNanos(1000)))
        .isTrue();
    assertThat(revocations().live(idle.id(), now.plus(Duration.ofHours(1)))).isFalse();
    assertThat(revocations().live(expired.id(), now.plus(Duration.ofHours(2)).minusNanos(1000)))
        .isTrue();
    assertThat(revocations().live(expired.id(), now.plus(Duration.ofHours(2)))).isFalse();
    assertThat(revocations().live(Fixtures.sessionId(account.id(), now), now))
        .as("one that does not exist")
        .isFalse();
  }

  @TestFactory
  Stream<DynamicTest> a_session_is_good_only_while_its_account_is_active() {
    return Stream.of(AccountStatus.values())
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          Account account = someone();
          Session session = opened(ASession.of(account, now).build());
          change(
              account.id(),
              unit -> unit.accounts().setStatus(account.id(), status, Fixtures.instant()));
          assertThat(revocations().live(session.id(), now))
              .isEqualTo(status == AccountStatus.ACTIVE);
        }));
  }

  @Test
  void a_session_that_was_ended_is_not_good_at_once() {
    Account account = someone();
    Race.rounds(round -> {
      Session session = opened(ASession.of(account, now).build());
      assertThat(revocations().live(session.id(), now)).isTrue();
      end(session);
      assertThat(revocations().live(session.id(), now)).isFalse();
    });
  }

  // ---- words

  private Revocations revocations() {
    return engine().revocations();
  }

  private long cursor() {
    return revocations().since(Revocations.BEGINNING).next();
  }

  private Set<Revoked> told(long cursor) {
    return whats(revocations().since(cursor));
  }

  private static Set<Revoked> whats(Revocations.Batch batch) {
    return batch.entries().stream().map(Revocations.Entry::what).collect(Collectors.toSet());
  }

  private static List<Revoked> revoked(Collection<SessionId> ids) {
    return ids.stream().<Revoked>map(Revoked.OfSession::new).toList();
  }

  private void end(Session session) {
    boolean ended = locked(
        session.account(),
        unit -> unit.sessions().end(session.account(), session.id(), RevokeReason.SIGNED_OUT, now));
    assertThat(ended).as("ended").isTrue();
  }

  private boolean endAndWait(Session session, CountDownLatch ended, CountDownLatch go) {
    return locked(session.account(), unit -> {
      boolean done =
          unit.sessions().end(session.account(), session.id(), RevokeReason.SIGNED_OUT, now);
      ended.countDown();
      Race.await(go);
      return done;
    });
  }

  private boolean endThen(Session session, RuntimeException thrown) {
    return locked(session.account(), unit -> {
      unit.sessions().end(session.account(), session.id(), RevokeReason.SIGNED_OUT, now);
      throw thrown;
    });
  }
}
