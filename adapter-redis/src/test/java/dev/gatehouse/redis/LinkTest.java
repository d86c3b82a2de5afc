package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Who goes to Redis, and when; questions here are answered by the tests. */
class LinkTest {
  private final MovableClock clock = MovableClock.started();
  private final AtomicInteger connected = new AtomicInteger();
  private final Link link = new Link(this::connect, clock);

  /** It connects when it is asked something, which it never is. */
  private UnifiedJedis connect() {
    connected.incrementAndGet();
    return RedisClient.builder().hostAndPort("127.0.0.1", 1).build();
  }

  @AfterEach
  void close() {
    link.close();
  }

  private Optional<String> fails() {
    return link.ask(redis -> {
      throw new JedisConnectionException("gone");
    });
  }

  private Optional<String> answers() {
    return link.ask(redis -> "yes");
  }

  @Test
  void what_answers_is_asked_again_on_the_same_line() {
    assertThat(link.up()).isFalse();
    assertThat(answers()).contains("yes");
    assertThat(answers()).contains("yes");

    assertThat(link.up()).isTrue();
    assertThat(connected).hasValue(1);
  }

  @Test
  @DisplayName("[L42] after a failure nobody asks until the pause is over, and then on a new line")
  void after_a_failure_nobody_asks_until_the_pause_is_over() {
    answers();
    assertThat(fails()).isEmpty();
    assertThat(link.up()).isFalse();
    clock.advance(Link.PAUSE.minusMillis(1));
    assertThat(answers()).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(answers()).contains("yes");
    assertThat(connected).hasValue(2);
    assertThat(link.lost()).isEqualTo(1);
  }

  @Test
  @DisplayName("[L42] while one tries, the others are not kept")
  void while_one_tries_the_others_are_not_kept() {
    CountDownLatch trying = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Optional<String>> one = Race.start(() -> link.ask(redis -> {
      trying.countDown();
      Race.await(go);
      return "late";
    }));
    Race.await(trying);

    assertThat(Race.of(8, n -> answers())).containsOnly(Optional.empty());
    go.countDown();
    assertThat(one.result()).contains("late");
    assertThat(answers()).contains("yes");
    assertThat(connected).hasValue(1);
  }

  @Test
  void those_who_fail_together_break_it_once() {
    answers();
    CountDownLatch all = new CountDownLatch(8);

    Race.of(
        8,
        n -> link.ask(redis -> {
          all.countDown();
          Race.await(all);
          throw new JedisConnectionException("gone");
        }));

    assertThat(link.lost()).isEqualTo(1);
  }

  @Test
  void a_failure_of_before_does_not_break_the_line_of_now() {
    answers();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Optional<String>> slow = Race.start(() -> link.ask(redis -> {
      asked.countDown();
      Race.await(go);
      throw new JedisConnectionException("gone");
    }));
    Race.await(asked);
    fails();
    clock.advance(Link.PAUSE);
    answers();
    go.countDown();

    assertThat(slow.result()).isEmpty();
    assertThat(link.up()).isTrue();
  }

  @Test
  void who_is_told_to_stop_says_nothing_about_redis_and_stays_told() {
    answers();
    assertThat(link.ask(redis -> {
          throw new JedisException("no connection", new InterruptedException());
        }))
        .isEmpty();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(link.up()).isTrue();
  }

  @Test
  @DisplayName("[L40] an outage says the word that Redis has for it, and no more")
  void an_outage_says_the_word_that_redis_has_for_it_and_no_more() {
    assertThat(link.ask(redis -> {
          throw new JedisDataException("NOPERM this user of 10.0.0.7 has no permissions");
        }))
        .isEmpty();

    assertThat(catchThrowable(link::check))
        .isInstanceOf(Outage.class)
        .hasMessage("redis (NOPERM) is not available");
  }

  @Test
  void closed_it_asks_nobody_and_a_try_under_way_does_not_open_it() {
    CountDownLatch trying = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Optional<String>> one = Race.start(() -> link.ask(redis -> {
      trying.countDown();
      Race.await(go);
      return "late";
    }));
    Race.await(trying);
    link.close();
    go.countDown();

    assertThat(one.result()).contains("late");
    assertThat(link.up()).isFalse();
    assertThat(answers()).isEmpty();
    link.check();
  }
}
