package dev.gatehouse.app.seeing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How the periodic work goes. */
public final class JobMetrics {
  private final MeterRegistry meters;
  private final Clock clock;
  private volatile Instant caughtUp;

  public JobMetrics(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
    this.caughtUp = clock.instant();
    Gauge.builder("gatehouse.revocation.age.seconds", this, JobMetrics::age).register(meters);
  }

  /** A run has come to its end. */
  public void done(String job, Instant began) {
    if (job.equals("revocations")) {
      caughtUp = began;
    }
    meters.timer("gatehouse.jobs", "job", job).record(Duration.between(began, clock.instant()));
  }

  public void failed(String job) {
    meters.counter("gatehouse.jobs.failed", "job", job).increment();
  }

  private double age() {
    return Duration.between(caughtUp, clock.instant()).toMillis() / 1000.0;
  }
}
