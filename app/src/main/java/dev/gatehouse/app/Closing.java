package dev.gatehouse.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What has been opened, to be closed in reverse order; also when the process is told to stop in the middle of opening. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final long LONGEST_START_SECONDS = 60;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch opened = new CountDownLatch(1);
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
    close();
    try {
      // who is still opening something has to find that it is to be closed
      if (!opened.await(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("stopped before it had started");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(0);
  }

  /** Nothing more will be opened, for good or ill. */
  void allOpened() {
    opened.countDown();
  }

  /** Whether it was told to stop. */
  synchronized boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    while (true) {
      AutoCloseable next;
      synchronized (this) {
        closed = true;
        if (open.isEmpty()) {
          return;
        }
        next = open.pop();
      }
      close(next);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("not closed properly: {}", resource.getClass().getSimpleName(), e);
    }
  }
}
