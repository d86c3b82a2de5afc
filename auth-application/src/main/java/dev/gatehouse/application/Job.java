package dev.gatehouse.application;

import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Periodic work, to be run by whoever embeds Gatehouse, on threads of its own choosing. Runs of one job must not overlap; what a run throws
 * concerns that run only.
 *
 * @param period how long to wait between the end of a run and the beginning of the next; zero for a job that waits by itself
 */
public record Job(String name, Duration period, Runnable work) {
  /**
   * Runs it from now on, until the future is cancelled.
   *
   * @param executor has a thread for it
   * @param failed hears what a run threw; an {@link Outage} passes by itself
   */
  public ScheduledFuture<?> repeat(ScheduledExecutorService executor, Consumer<Exception> failed) {
    long pause = Math.max(1, period.toMillis());
    return executor.scheduleWithFixedDelay(() -> attempt(failed), 0, pause, TimeUnit.MILLISECONDS);
  }

  /** Nothing may come out of it, not even of telling: the executor would not run the job again. */
  private void attempt(Consumer<Exception> failed) {
    try {
      run(failed);
    } catch (RuntimeException | Error deaf) {
      // there is nobody else to be told
    }
  }

  private void run(Consumer<Exception> failed) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    } catch (Error e) {
      failed.accept(new IllegalStateException("the job '" + name + "' broke", e));
    }
  }
}
