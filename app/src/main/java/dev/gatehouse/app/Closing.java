package dev.gatehouse.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What has been opened, to be closed in reverse order; also when the process is told to stop in the middle of opening. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final long LONGEST_WORK_SECONDS = 60;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch worked = new CountDownLatch(1);
  private final Object closer = new Object();
  private boolean closed;

  /** Takes it to be closed; at once, if everything else is closed by now. */
  <T extends AutoCloseable> T add(T resource) {
    synchronized (this) {
      if (!closed) {
        open.push(resource);
        return resource;
      }
    }
    close(resource);
    throw new IllegalStateException("stopped while it started");
  }

  /**
   * From now on being told to stop means to close everything, and to end with exit code 0. A shutdown hook would do for the first, but the code is
   * the signal's then, whatever the hook does.
   */
  void onSignal() {
    for (String name : List.of("TERM", "INT", "HUP")) {
      Signal.handle(new Signal(name), signal -> stop());
    }
  }

  private void stop() {
    finish();
    System.exit(0);
  }

  /**
   * Has whoever is at work find that it is to end, and closes everything when it has: not before, or somebody else would take the data folder
   * while a program of ours still writes there.
   */
  void finish() {
    synchronized (this) {
      closed = true;
    }
    try {
      if (!worked.await(LONGEST_WORK_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("stopped in the middle of its work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Work that opens things, which being told to stop waits for. What it throws closes everything; having been told to stop, it is not told, and does not return. */
  <T> T during(Supplier<T> work) throws InterruptedException {
    try {
      return work.get();
    } catch (RuntimeException | Error failure) {
      if (!closed()) {
        close();
        throw failure;
      }
      LOG.info("stopped before it was ready");
      worked.countDown();
      untilTheEnd();
      throw failure;
    } finally {
      worked.countDown();
    }
  }

  /** Waits for the end of the process, which being told to stop brings about. */
  static void untilTheEnd() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Whether it was told to stop, or is closed. */
  synchronized boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    // whoever closes at the same time waits until all is closed
    synchronized (closer) {
      for (Optional<AutoCloseable> next = next(); next.isPresent(); next = next()) {
        close(next.get());
      }
    }
  }

  private synchronized Optional<AutoCloseable> next() {
    closed = true;
    return Optional.ofNullable(open.poll());
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("not closed properly: {}", resource.getClass().getSimpleName(), e);
    }
  }
}
