package dev.gatehouse.app.seeing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes lines together that come within {@value #MOST_MILLIS} ms, as under load a write of its own costs as much as half of what a line is about.
 * A warning and whatever came before it is written at once, and so is everything from the moment on that the JVM begins to end.
 */
final class GatheringAppender extends OutputStreamAppender<ILoggingEvent> {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_MILLIS = 50;

  private final OutputStream target;
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile boolean ending;

  GatheringAppender(OutputStream target) {
    this.target = target;
    setImmediateFlush(false);
  }

  @Override
  public void start() {
    setOutputStream(new BufferedOutputStream(target, MOST_BYTES));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "last lines"));
    super.start();
  }

  @Override
  protected void subAppend(ILoggingEvent event) {
    super.subAppend(event);
    if (ending || event.getLevel().isGreaterOrEqual(Level.WARN)) {
      flush();
    } else if (due.compareAndSet(false, true)) {
      flushSoon();
    }
  }

  private void flushSoon() {
    try {
      getContext()
          .getScheduledExecutorService()
          .schedule(this::flush, MOST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ended) {
      flush();
    }
  }

  void end() {
    ending = true;
    flush();
  }

  private void flush() {
    // before it is written: what comes in between is either written along or due again
    due.set(false);
    streamWriteLock.lock();
    try {
      if (isStarted()) {
        getOutputStream().flush();
      }
    } catch (IOException gone) {
      addError("what was to be logged cannot be written", gone);
    } finally {
      streamWriteLock.unlock();
    }
  }
}
