package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashingBudgetTest {
  private static final int PLACE = 100;
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void let_everybody_go() throws InterruptedException {
    gate.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("[L37] never more run at once than there are places, and all of them are used")
  void never_more_run_at_once_than_there_are_places() throws Exception {
    HashingBudget budget = new HashingBudget(PLACE, 3, LONG);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger mostKib = new AtomicInteger();
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      done.add(threads.submit(() -> {
        for (int round = 0; round < 20; round++) {
          budget.spend(1, () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            mostKib.accumulateAndGet(budget.inUseKib(), Math::max);
            most.accumulateAndGet(budget.running(), Math::max);
            // nobody leaves before every place was used once
            until(() -> most.get() >= 3);
            return now.decrementAndGet();
          });
        }
      }));
    }
    for (Future<?> one : done) {
      one.get(30, TimeUnit.SECONDS);
    }

    assertThat(most).hasValue(3);
    assertThat(mostKib).hasValue(3 * PLACE);
    assertThat(budget.running()).isZero();
    assertThat(budget.waiting()).isZero();
    assertThat(budget.inUseKib()).isZero();
  }

  @Test
  @DisplayName(
      "[L37] a hash with more memory takes more of the budget, one with less takes a whole place")
  void a_hash_takes_what_it_fills() {
    HashingBudget budget = new HashingBudget(PLACE, 4, SHORT);

    hold(budget, 250);
    assertThat(budget.inUseKib()).isEqualTo(250);
    hold(budget, 1);
    assertThat(budget.inUseKib()).isEqualTo(350);
    assertThat(budget.running()).isEqualTo(2);
    assertOutage(budget, 1, 1);
    assertThat(budget.inUseKib()).isEqualTo(350);
  }

  @Test
  void the_largest_that_fits_is_the_whole_budget() {
    HashingBudget budget = new HashingBudget(PLACE, 4, SHORT);

    assertThat(budget.fits(400)).isTrue();
    assertThat(budget.fits(401)).isFalse();
    assertThat(budget.spend(400, budget::inUseKib)).isEqualTo(400);
  }

  @Test
  @DisplayName(
      "[L37] a caller waits as long as its patience, is told of an outage, and its work has not begun")
  void a_caller_waits_as_long_as_its_patience() {
    HashingBudget budget = new HashingBudget(PLACE, 1, Duration.ofMillis(200));
    hold(budget, PLACE);
    AtomicInteger begun = new AtomicInteger();
    long before = System.nanoTime();

    Throwable thrown = catchThrowable(() -> budget.spend(PLACE, begun::incrementAndGet));

    assertThat(System.nanoTime() - before).isBetween(190_000_000L, 10_000_000_000L);
    assertThat(thrown)
        .isExactlyInstanceOf(Outage.class)
        .hasMessage("password hashing is not available");
    assertThat(((Outage) thrown).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(begun).hasValue(0);
    assertThat(budget.waiting()).isZero();
  }

  @Test
  void a_caller_that_finds_room_in_time_is_served() throws Exception {
    HashingBudget budget = new HashingBudget(PLACE, 1, LONG);
    hold(budget, PLACE);
    Future<String> late = threads.submit(() -> budget.spend(PLACE, () -> "served"));
    until(() -> budget.waiting() == 1);

    gate.countDown();

    assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("served");
    assertThat(budget.waiting()).isZero();
  }

  @Test
  @DisplayName(
      "[L37] no more than sixteen for each place wait; the next is told at once to come back later")
  void only_so_many_wait() {
    HashingBudget budget = new HashingBudget(PLACE, 1, LONG);
    hold(budget, PLACE);
    for (int i = 0; i < 16; i++) {
      int waiting = i;
      until(() -> budget.waiting() == waiting);
      budget.expectRoom();
      threads.execute(() -> budget.spend(PLACE, () -> ""));
    }
    until(() -> budget.waiting() == 16);
    assertThatExceptionOfType(Outage.class).isThrownBy(budget::expectRoom);
    long before = System.nanoTime();

    assertOutage(budget, PLACE, 2);

    assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
    assertThat(budget.waiting()).isEqualTo(16);
  }

  @Test
  void who_comes_later_does_not_overtake_a_large_one() throws Exception {
    HashingBudget budget = new HashingBudget(PLACE, 2, LONG);
    hold(budget, PLACE);
    Future<Integer> large = threads.submit(() -> budget.spend(2 * PLACE, () -> 1));
    until(() -> budget.waiting() == 1);
    Future<Integer> small =
        threads.submit(() -> budget.spend(PLACE, () -> large.isDone() ? 2 : -1));
    until(() -> budget.waiting() == 2);
    assertThat(small.isDone()).isFalse();

    gate.countDown();

    assertThat(large.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(small.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  @DisplayName("[L37] who waits behind one that gives up is served as soon as it has given up")
  void who_waits_behind_one_that_gives_up_is_served_then() throws Exception {
    HashingBudget budget = new HashingBudget(PLACE, 2, LONG);
    hold(budget, PLACE);
    AtomicReference<Throwable> gaveUp = new AtomicReference<>();
    Thread large =
        new Thread(() -> gaveUp.set(catchThrowable(() -> budget.spend(2 * PLACE, () -> ""))));
    large.start();
    until(() -> budget.waiting() == 1);
    Future<String> small = threads.submit(() -> budget.spend(PLACE, () -> "served"));
    until(() -> budget.waiting() == 2);

    large.interrupt();

    assertThat(small.get(20, TimeUnit.SECONDS)).isEqualTo("served");
    large.join();
    assertThat(gaveUp.get()).isInstanceOf(Outage.class);
  }

  @Test
  @DisplayName(
      "[L37] a caller that is interrupted while it waits is told of an outage and keeps its flag")
  void an_interrupted_waiter_keeps_its_flag() throws Exception {
    HashingBudget budget = new HashingBudget(PLACE, 1, LONG);
    hold(budget, PLACE);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread waiter = new Thread(() -> {
      Throwable thrown = catchThrowable(() -> budget.spend(PLACE, () -> ""));
      flag.complete(thrown instanceof Outage && Thread.currentThread().isInterrupted());
    });
    waiter.start();
    until(() -> budget.waiting() == 1);

    waiter.interrupt();

    assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.waiting()).isZero();
    assertThat(budget.inUseKib()).isEqualTo(PLACE);
  }

  @Test
  void a_caller_that_comes_interrupted_is_not_served_and_keeps_its_flag() {
    HashingBudget budget = new HashingBudget(PLACE, 1, LONG);
    Thread.currentThread().interrupt();

    Throwable thrown = catchThrowable(() -> budget.spend(PLACE, () -> ""));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isExactlyInstanceOf(Outage.class);
    assertThat(budget.inUseKib()).isZero();
  }

  @Test
  void work_that_fails_gives_its_place_back() {
    HashingBudget budget = new HashingBudget(PLACE, 1, SHORT);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> budget.spend(PLACE, () -> {
            throw new IllegalStateException("broken");
          }))
          .hasMessage("broken");
    }

    assertThat(budget.running()).isZero();
    assertThat(budget.inUseKib()).isZero();
  }

  /** Begins work that lasts until the gate opens. */
  private void hold(HashingBudget budget, int kib) {
    int before = budget.running();
    threads.execute(() -> budget.spend(kib, () -> {
      try {
        return gate.await(50, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }));
    until(() -> budget.running() == before + 1);
  }

  private static void assertOutage(HashingBudget budget, int kib, int seconds) {
    assertThatThrownBy(() -> budget.spend(kib, () -> ""))
        .isExactlyInstanceOf(Outage.class)
        .satisfies(thrown ->
            assertThat(((Outage) thrown).retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
