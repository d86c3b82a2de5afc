package dev.gatehouse.application.upkeep;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets others wait until this node hears of something. */
public final class News {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long heard;

  /** How often something was heard so far: asked before looking, so that nothing heard meanwhile is slept through. */
  public long heard() {
    lock.lock();
    try {
      return heard;
    } finally {
      lock.unlock();
    }
  }

  void tell() {
    lock.lock();
    try {
      heard++;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until more was heard than that, or the time is over. */
  public void await(long before, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (heard == before && left > 0) {
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
