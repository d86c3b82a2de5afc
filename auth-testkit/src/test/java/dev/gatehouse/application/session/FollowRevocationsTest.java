package dev.gatehouse.application.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.upkeep.Availability;
import dev.gatehouse.application.upkeep.RevocationWatch;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.RevocationIndex;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FollowRevocationsTest {
  private static final Duration MEMORY = Duration.ofMinutes(17);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final long CURSOR = 7;
  private static final Revoked KEY = new Revoked.OfKey("a key");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
  private final Feed feed = new Feed();
  private final Availability availability = new Availability(clock);
  private final RevocationWatch watch = new RevocationWatch(
      feed, new RevocationIndex(MEMORY), availability, clock, kid -> {}, lag -> {});
  private final FollowRevocations follow =
      new FollowRevocations(feed, availability, watch.news(), clock, MEMORY);

  /** A store that says what it is told to say. */
  private static final class Feed implements Revocations {
    final List<Long> asked = new ArrayList<>();
    Supplier<List<Entry>> says = List::of;

    @Override
    public synchronized Batch since(long cursor) {
      asked.add(cursor);
      return new Batch(says.get(), cursor + 1);
    }

    @Override
    public Optional<Batch> soonAfter(long cursor) {
      return Optional.of(since(cursor));
    }

    @Override
    public void await(Duration longest) {
      throw new IllegalStateException("nobody listens here");
    }

    @Override
    public boolean live(SessionId session, Instant now) {
      return true;
    }
  }

  private void hear() {
    watch.accept(Event.of(EventType.KEY_WITHDRAWN, clock.instant(), Optional.empty(), Actor.SYSTEM)
        .because("kid " + feed.asked.size()));
  }

  @Test
  @DisplayName("[L22] what is there is told at once, as of the moment of the question")
  void what_is_there_is_told_at_once() {
    feed.says = () -> List.of(new Revocations.Entry(KEY, clock.instant()));

    FollowRevocations.Page page = follow.handle(CURSOR, FollowRevocations.LONGEST_WAIT);

    assertThat(page)
        .isEqualTo(new FollowRevocations.Page(
            List.of(new FollowRevocations.Entry(KEY, clock.instant())),
            CURSOR + 1,
            clock.instant()));
    assertThat(feed.asked).containsExactly(CURSOR);
  }

  @Test
  void who_does_not_want_to_wait_is_answered_at_once() {
    assertThat(follow.handle(CURSOR, Duration.ZERO).entries()).isEmpty();
    assertThat(feed.asked).hasSize(1);
  }

  @Test
  void what_no_token_can_outlive_is_left_out() {
    Instant now = clock.instant();
    feed.says = () -> List.of(
        new Revocations.Entry(KEY, now.minus(MEMORY)),
        new Revocations.Entry(KEY, now.minus(MEMORY).plusNanos(1)));

    assertThat(follow.handle(CURSOR, Duration.ZERO).entries())
        .containsExactly(new FollowRevocations.Entry(KEY, now.minus(MEMORY).plusNanos(1)));
  }

  @Test
  @DisplayName("[L22] what this node hears of while it looks is looked for again at once")
  void what_is_heard_while_looking_is_not_slept_through() {
    feed.says = () -> {
      if (feed.asked.size() > 1) {
        return List.of(new Revocations.Entry(KEY, clock.instant()));
      }
      hear();
      return List.of();
    };

    assertThat(follow.handle(CURSOR, Duration.ofHours(1)).entries()).hasSize(1);
    assertThat(feed.asked).containsExactly(CURSOR, CURSOR);
  }

  @Test
  void
      who_hears_of_nothing_looks_once_more_when_the_time_is_over_and_so_does_everybody_after_him() {
    for (int i = 1; i <= FollowRevocations.WAITING + 6; i++) {
      assertThat(follow.handle(CURSOR, MOMENT).entries()).isEmpty();
      assertThat(feed.asked).hasSize(2 * i);
    }
  }

  @Test
  void nobody_waits_longer_than_the_longest() {
    assertThat(follow.handle(CURSOR, Duration.ofHours(1)).entries()).isEmpty();
    assertThat(feed.asked).hasSize(2);
  }

  @Test
  void who_is_interrupted_while_he_waits_gets_what_there_is() {
    Thread.currentThread().interrupt();
    FollowRevocations.Page page = follow.handle(CURSOR, FollowRevocations.LONGEST_WAIT);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(page.entries()).isEmpty();
    assertThat(feed.asked).hasSize(1);
  }

  @Test
  @DisplayName("[L43] a store that does not answer is an outage, never an empty page")
  void a_store_that_does_not_answer_is_an_outage() {
    feed.says = () -> {
      throw new Outage("store", Duration.ofSeconds(1));
    };
    for (long cursor : new long[] {FollowRevocations.BEGINNING, CURSOR}) {
      for (int i = 0; i < 4; i++) {
        assertThatThrownBy(() -> follow.handle(cursor, MOMENT))
            .isInstanceOf(Outage.class)
            .hasMessageContaining("store");
      }
    }
  }

  @Test
  @DisplayName("[L38] no more than two read everything at once; others are told to come back")
  void no_more_than_two_read_everything_at_once() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Revocations slow = new Slow(inside, release);
    FollowRevocations busy = new FollowRevocations(slow, availability, watch.news(), clock, MEMORY);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<FollowRevocations.Page>> reading = List.of(
          threads.submit(() -> busy.handle(FollowRevocations.BEGINNING, Duration.ZERO)),
          threads.submit(() -> busy.handle(FollowRevocations.BEGINNING, Duration.ZERO)));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> busy.handle(FollowRevocations.BEGINNING, Duration.ZERO))
          .isInstanceOf(Outage.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> busy.handle(FollowRevocations.BEGINNING, Duration.ZERO))
          .isInstanceOf(Outage.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> busy.handle(Slow.STRANGE, Duration.ZERO))
          .as("a cursor of another server reads everything as well")
          .isInstanceOf(Outage.class);
      assertThat(busy.handle(CURSOR, Duration.ZERO).next()).isEqualTo(CURSOR);

      release.countDown();
      for (Future<FollowRevocations.Page> done : reading) {
        assertThat(done.get(20, TimeUnit.SECONDS).entries()).isEmpty();
      }
      assertThat(busy.handle(FollowRevocations.BEGINNING, Duration.ZERO).entries())
          .isEmpty();
    } finally {
      release.countDown();
      threads.shutdown();
    }
  }

  @Test
  @DisplayName(
      "[L38] [L22] no more than three read at once, so that the node's own reading finds a connection")
  void no_more_than_three_read_at_once() throws Exception {
    CountDownLatch inside = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    Revocations slow = new Slow(inside, release);
    FollowRevocations busy = new FollowRevocations(slow, availability, watch.news(), clock, MEMORY);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int i = 0; i < 3; i++) {
        var unused = threads.submit(() -> busy.handle(Slow.LATE, Duration.ZERO));
      }
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> busy.handle(CURSOR, Duration.ZERO)).isInstanceOf(Outage.class);
      release.countDown();
      assertThat(busy.handle(CURSOR, Duration.ZERO).next()).isEqualTo(CURSOR);
    } finally {
      release.countDown();
      threads.shutdown();
    }
  }

  /** A store in which reading everything takes long, and so does reading on from one cursor. */
  private record Slow(CountDownLatch inside, CountDownLatch release) implements Revocations {
    static final long STRANGE = 99;
    static final long LATE = 98;

    @Override
    public Batch since(long cursor) {
      inside.countDown();
      try {
        if (!release.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("never let go");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new Batch(List.of(), cursor);
    }

    @Override
    public Optional<Batch> soonAfter(long cursor) {
      if (cursor == LATE) {
        return Optional.of(since(cursor));
      }
      return cursor == CURSOR ? Optional.of(new Batch(List.of(), cursor)) : Optional.empty();
    }

    @Override
    public void await(Duration longest) {
      throw new IllegalStateException("nobody listens here");
    }

    @Override
    public boolean live(SessionId session, Instant now) {
      return true;
    }
  }
}
