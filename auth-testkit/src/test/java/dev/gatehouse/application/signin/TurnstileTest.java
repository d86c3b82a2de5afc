package dev.gatehouse.application.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final House house = House.over(new InMemoryStorage());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Turnstile turnstile = new Turnstile();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void let_everybody_go() throws InterruptedException {
    release.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("[L37] of one host no more than four are at work, and nobody else waits for them")
  void of_one_host_four_are_at_work() throws Exception {
    Client crowd = house.client();
    CountDownLatch four = new CountDownLatch(4);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(threads.submit(() -> turnstile.pass(crowd, () -> {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        four.countDown();
        awaitRelease();
        return inside.decrementAndGet();
      })));
    }
    assertThat(four.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(turnstile.pass(house.client(), () -> "somebody else")).isEqualTo("somebody else");
    release.countDown();

    for (Future<Integer> one : all) {
      one.get(20, TimeUnit.SECONDS);
    }
    assertThat(most).hasValue(4);
  }

  @Test
  @DisplayName("[L37] of a host that sends ever more some are told to come back")
  void of_ever_more_some_are_told_to_come_back() throws Exception {
    Client crowd = house.client();
    List<Future<Refusal>> all = new ArrayList<>();
    CountDownLatch refused = new CountDownLatch(1);
    for (int i = 0; i < 100; i++) {
      all.add(threads.submit(() -> {
        Refusal refusal = Refusals.maybe(() -> turnstile.pass(crowd, this::awaitRelease))
            .orElseGet(Refusal.NotFound::new);
        refused.countDown();
        return refusal;
      }));
    }
    assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
    release.countDown();

    List<Refusal> answers = new ArrayList<>();
    for (Future<Refusal> one : all) {
      answers.add(one.get(20, TimeUnit.SECONDS));
    }
    assertThat(answers).hasAtLeastOneElementOfType(Refusal.Throttled.class);
  }

  @Test
  void what_the_work_throws_gives_the_place_back() {
    Client client = house.client();
    Supplier<String> refuses = () -> {
      throw new Refusal.NotFound().thrown();
    };
    for (int i = 0; i < 20; i++) {
      assertThat(Refusals.of(() -> turnstile.pass(client, refuses)))
          .isEqualTo(new Refusal.NotFound());
    }
    assertThat(turnstile.pass(client, () -> "done")).isEqualTo("done");
  }

  private boolean awaitRelease() {
    try {
      return release.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
