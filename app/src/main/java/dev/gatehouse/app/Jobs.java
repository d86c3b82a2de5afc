package dev.gatehouse.app;

import dev.gatehouse.app.seeing.NodeMetrics;
import dev.gatehouse.application.Job;
import dev.gatehouse.port.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the periodic work of the core, each job on a thread of its own, and measures it. */
final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final long PATIENCE_SECONDS = 5;

  private final ScheduledExecutorService threads;
  private final NodeMetrics metrics;
  private final Clock clock;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  Jobs(List<Job> some, NodeMetrics metrics, Clock clock) {
    List<Job> jobs = new ArrayList<>(some);
    jobs.add(new Job("measures", Duration.ofSeconds(30), metrics::readStore));
    this.metrics = metrics;
    this.clock = clock;
    threads = Executors.newScheduledThreadPool(jobs.size(), work -> new Thread(work, "job"));
    jobs.forEach(this::begin);
  }

  private void begin(Job job) {
    long pause = Math.max(1, job.period().toMillis());
    var unused = threads.scheduleWithFixedDelay(() -> run(job), 1, pause, TimeUnit.MILLISECONDS);
  }

  private void run(Job job) {
    Instant began = clock.instant();
    try {
      job.work().run();
      metrics.jobDone(job.name(), began);
      if (failing.remove(job.name())) {
        LOG.info("job {} works again", job.name());
      }
    } catch (RuntimeException e) {
      metrics.jobFailed(job.name());
      tell(job, e);
    }
  }

  /** The first failure of a row is told; an outage ends by itself, and has no stack worth telling. */
  private void tell(Job job, RuntimeException failure) {
    if (threads.isShutdown() || !failing.add(job.name())) {
      return;
    }
    if (failure instanceof Outage) {
      LOG.warn("job {} waits: {}", job.name(), failure.getMessage());
    } else {
      LOG.error("job {} failed", job.name(), failure);
    }
  }

  @Override
  public void close() throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("a job does not end");
    }
  }
}
