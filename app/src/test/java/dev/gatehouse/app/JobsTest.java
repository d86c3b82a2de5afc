package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.seeing.JobMetrics;
import dev.gatehouse.application.Job;
import dev.gatehouse.testkit.fixture.MovableClock;
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
  void how_old_the_revocations_are_is_since_the_last_run_began() {
    JobMetrics metrics = new JobMetrics(meters, clock);
    clock.advance(Duration.ofSeconds(3));
    assertThat(meters.get("gatehouse.revocation.age.seconds").gauge().value()).isEqualTo(3);

    metrics.done("revocations", clock.instant());
    metrics.done("mail", clock.instant().minusSeconds(9));

    assertThat(meters.get("gatehouse.revocation.age.seconds").gauge().value()).isZero();
  }
}
