package dev.gatehouse.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.registration.Register;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.fake.InMemoryAccessTokens;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The facade: what it takes, and the periodic work. */
class GatehouseTest {
  private static final long PATIENCE_SECONDS = 20;

  private final Cable cable = Cable.to(new InMemoryStorage());
  private final MovableClock clock = MovableClock.started();
  private final Realm realm = Realm.customer("shop", "https://id.example.com");

  private Gatehouse.Builder complete() {
    return Gatehouse.builder()
        .storage(cable)
        .clock(clock)
        .randomness(
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length))
        .passwordHasher(new InMemoryPasswordHasher())
        .commonPasswords(word -> false)
        .accessTokens(new InMemoryAccessTokens(
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length)))
        .masterKeys(House.MASTER)
        .realms(realm);
  }

  @Test
  void everything_that_is_missing_is_named_at_once() {
    assertThatThrownBy(
            () -> Gatehouse.builder().storage(cable).clock(clock).realms().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "missing: passwordHasher, commonPasswords, accessTokens, masterKeys, randomness, realms");
  }

  @Test
  void a_realm_is_found_by_its_key_and_who_asks_for_another_hears_which_there_are() {
    Gatehouse gatehouse = complete().build();

    assertThat(gatehouse.realm("shop")).isEqualTo(realm);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gatehouse.realm("desk"))
        .withMessageContaining("desk")
        .withMessageContaining("shop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete().realms(realm))
        .withMessageContaining("shop");
  }

  @Test
  void rates_are_kept_where_the_embedder_says() {
    Throttle never = (bucket, limit, now) ->
        new dev.gatehouse.domain.throttle.Limit.Taken(false, now, 0, Duration.ofSeconds(7));
    Gatehouse gatehouse =
        complete().throttle(never).auditKept(Duration.ofDays(30)).build();
    House house = House.over(cable);

    assertThat(Refusals.of(() -> gatehouse
            .register()
            .handle(house.client(), Register.Command.of(Fixtures.username(), House.newPassword()))))
        .isInstanceOfAny(Refusal.Throttled.class, Refusal.RegistrationDisabled.class);
  }

  @Test
  void the_jobs_run_on_the_embedder_s_executor_and_what_they_throw_is_told_and_ends_nothing()
      throws Exception {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(3);
    try {
      CompletableFuture<Exception> told = new CompletableFuture<>();
      Gatehouse gatehouse = complete().build();
      clock.advance(Duration.ofSeconds(9));
      assertThat(gatehouse.revocationsFresh()).isFalse();
      cable.pull();
      try (Gatehouse.Running running = gatehouse.run(executor, told::complete)) {
        assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(Outage.class);
        cable.mend();
        awaitFresh(gatehouse);
        assertThat(running).isNotNull();
      }
    } finally {
      executor.shutdownNow();
      assertThat(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("closing leaves no job behind that does not end")
          .isTrue();
    }
  }

  @Test
  void a_job_that_breaks_and_a_listener_that_throws_end_nothing() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean told = new AtomicBoolean();
    WatchedVerb sweep = new WatchedVerb(cable, "revocations", "since");
    Gatehouse gatehouse = complete().storage(sweep.storage()).build();
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(5);
    sweep.breakWith(() -> {
      runs.incrementAndGet();
      throw new StackOverflowError();
    });
    try (Gatehouse.Running running = gatehouse.run(executor, failure -> {
      told.compareAndSet(false, failure.getCause() instanceof StackOverflowError);
      throw new NoClassDefFoundError("nobody listens");
    })) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (runs.get() < 3) {
        assertThat(System.nanoTime()).as("runs again in time").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(told).isTrue();
      assertThat(running).isNotNull();
    } finally {
      executor.shutdownNow();
      assertThat(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitFresh(Gatehouse gatehouse) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!gatehouse.revocationsFresh()) {
      assertThat(System.nanoTime()).as("fresh in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_thread_that_waits_for_announcements_stops_when_it_is_interrupted() {
    Gatehouse gatehouse = complete().build();
    Thread.currentThread().interrupt();

    gatehouse.jobs().stream()
        .filter(job -> job.period().isZero())
        .forEach(job -> job.work().run());

    assertThat(Thread.interrupted()).as("and says so").isTrue();
  }
}
