package dev.gatehouse.app.seeing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How the periodic work goes. */
public final class JobMetrics {
  private final MeterRegistry meters;
  private final Clock clock;
  private final Timer lag;
  private volatile Instant caughtUp;

  public JobMetrics(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
    this.caughtUp = clock.instant();
    this.lag = Timer.builder("gatehouse.revocation.lag")
        .description("how old what was known of revocations was, at most, when it was read again")
        .publishPercentileHistogram()
        .register(meters);
  }

  /** A run has come to its end. */
  public void done(String job, Instant began) {
    if (job.equals("revocations")) {
      lag.record(Duration.between(caughtUp, clock.instant()));
      caughtUp = began;
    }
    meters.timer("gatehouse.jobs", "job", job).record(Duration.between(began, clock.instant()));
  }

  public void failed(String job) {
    meters.counter("gatehouse.jobs.failed", "job", job).increment();
  }
}
