package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.seeing.JobMetrics;
import dev.gatehouse.application.Job;
import dev.gatehouse.testkit.fixture.MovableClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final MovableClock clock = MovableClock.started();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void a_job_that_breaks_is_counted_and_runs_again() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    Job job = new Job("fragile", Duration.ZERO, () -> {
      third.countDown();
      if (runs.incrementAndGet() == 1) {
        throw new StackOverflowError();
      }
    });

    try (Jobs jobs = new Jobs(List.of(job), new JobMetrics(meters, clock), clock)) {
      assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(jobs).isNotNull();
    }
    assertThat(meters.counter("gatehouse.jobs.failed", "job", "fragile").count())
        .isOne();
    assertThat(meters.timer("gatehouse.jobs", "job", "fragile").count()).isPositive();
  }

  @Test
  void how_far_the_revocations_lag_is_from_the_begin_of_one_run_to_the_end_of_the_next() {
    JobMetrics metrics = new JobMetrics(meters, clock);
    clock.advance(Duration.ofSeconds(3));
    metrics.done("revocations", clock.instant().minusSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    metrics.done("revocations", clock.instant());
    metrics.done("mail", clock.instant().minusSeconds(9));

    Timer lag = meters.get("gatehouse.revocation.lag").timer();
    assertThat(lag.count()).isEqualTo(2);
    assertThat(lag.totalTime(TimeUnit.SECONDS)).isEqualTo(5);
  }
}
