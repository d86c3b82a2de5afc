package dev.gatehouse.app;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The platform threads on which passwords are hashed. */
final class HashingThreads implements Executor, AutoCloseable {
  private final ExecutorService threads;

  HashingThreads(int count) {
    threads = Executors.newFixedThreadPool(count, work -> {
      Thread thread = new Thread(work, "hashing");
      thread.setDaemon(true);
      return thread;
    });
  }

  @Override
  public void execute(Runnable hash) {
    threads.execute(hash);
  }

  /** What runs goes on to its end, which takes less than a second. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
