package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.port.Announcements;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Announcements} promises while nothing is lost; that it may lose them is for each adapter to try. */
public abstract class AnnouncementsContract {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(120);

  /** Another node at each call; all of them hear one another. */
  protected abstract Announcements node();

  @Test
  @DisplayName("[L22] whoever waits hears what another node announces")
  void whoever_waits_hears_what_another_node_announces() {
    Announcements one = settled(node());
    Announcements other = settled(node());
    Race.rounds(5, round -> {
      Race.Running<Duration> waiting = Race.start(() -> wait(other, LONG));
      assertThat(waiting.endsWithin(SHORT)).as("nothing was announced").isFalse();
      one.announce();

      assertThat(waiting.result()).isLessThan(SOON);
    });
  }

  @Test
  void what_is_announced_between_two_waits_ends_the_second() {
    Announcements one = node();
    Announcements other = settled(node());
    one.announce();

    assertThat(wait(other, LONG)).isLessThan(SOON);
  }

  @Test
  void where_nothing_is_announced_waiting_ends_all_the_same() {
    Announcements node = node();

    for (int n = 0; n < 3; n++) {
      assertThat(wait(node, SHORT)).isLessThan(SOON);
    }
  }

  @Test
  void of_one_node_any_number_may_wait_and_all_hear() {
    Announcements one = node();
    Announcements other = settled(node());
    List<Race.Running<Duration>> waiting =
        Stream.generate(() -> Race.start(() -> wait(other, LONG))).limit(3).toList();
    waiting.forEach(each -> assertThat(each.endsWithin(SHORT)).isFalse());
    one.announce();

    waiting.forEach(each -> assertThat(each.result()).isLessThan(SOON));
  }

  @Test
  void every_node_hears() {
    Announcements one = node();
    List<Announcements> others = Stream.generate(() -> settled(node())).limit(3).toList();
    one.announce();

    others.forEach(other -> assertThat(wait(other, LONG)).isLessThan(SOON));
  }

  @Test
  void whoever_announces_is_not_kept_though_nobody_waits() {
    Announcements node = node();
    long began = System.nanoTime();

    Race.of(Race.RACERS, n -> {
      IntStream.range(0, 100).forEach(again -> node.announce());
      return n;
    });

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
  }

  @Test
  @DisplayName("[L22] of many announcements no wait that begins before the last misses all")
  void a_reader_that_waits_again_and_again_sees_the_last_of_many() {
    Announcements one = node();
    Announcements other = settled(node());
    AtomicInteger written = new AtomicInteger();
    Race.Running<Integer> reader = Race.start(() -> {
      int read = 0;
      while (read < 200) {
        assertThat(wait(other, LONG)).isLessThan(SOON);
        read = written.get();
      }
      return read;
    });

    for (int n = 0; n < 200; n++) {
      written.incrementAndGet();
      one.announce();
    }

    assertThat(reader.result()).isEqualTo(200);
  }

  @Test
  void an_interrupt_ends_the_wait() {
    Announcements node = settled(node());
    Race.Running<Boolean> waiting = Race.start(() -> {
      try {
        node.await(LONG);
        return false;
      } catch (InterruptedException e) {
        return true;
      }
    });
    assertThat(waiting.endsWithin(SHORT)).isFalse();
    waiting.interrupt();

    assertThat(waiting.result()).isTrue();
  }

  /** Has waited until nothing was there to be heard any more. */
  private static Announcements settled(Announcements node) {
    long began = System.nanoTime();
    while (wait(node, SHORT).compareTo(SHORT.minusMillis(20)) < 0) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).as("it waits").isLessThan(LONG);
    }
    return node;
  }

  /** How long it took. */
  private static Duration wait(Announcements node, Duration longest) {
    long began = System.nanoTime();
    try {
      node.await(longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
