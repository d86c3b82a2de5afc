package dev.gatehouse.app;

import dev.gatehouse.app.seeing.JobMetrics;
import dev.gatehouse.application.Job;
import dev.gatehouse.port.Outage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs periodic work, each job on a thread of its own, and measures it. */
final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final long PATIENCE_SECONDS = 5;

  private final ScheduledExecutorService threads;
  private final JobMetrics metrics;
  private final Clock clock;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  Jobs(List<Job> jobs, JobMetrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
    threads = Executors.newScheduledThreadPool(jobs.size(), work -> new Thread(work, "job"));
    for (Job job : jobs) {
      var unused = measured(job).repeat(threads, failure -> failed(job, failure));
    }
  }

  private Job measured(Job job) {
    return new Job(job.name(), job.period(), () -> {
      Instant began = clock.instant();
      job.work().run();
      metrics.done(job.name(), began);
      if (failing.remove(job.name())) {
        LOG.info("job {} works again", job.name());
      }
    });
  }

  /** The first failure of a row is told; an outage ends by itself, and has no stack worth telling. */
  private void failed(Job job, Exception failure) {
    metrics.failed(job.name());
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
