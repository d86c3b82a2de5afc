package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Announcements;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One node's end of a channel that all nodes of a JVM share; it loses what is announced when it is told to. */
public final class InMemoryAnnouncements implements Announcements {
  private final Channel channel;
  private long heard;

  private static final class Channel {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long announced;
    private boolean losing;
  }

  /** The first end of a channel. */
  public InMemoryAnnouncements() {
    this(new Channel());
  }

  private InMemoryAnnouncements(Channel channel) {
    this.channel = channel;
  }

  /** Another node's end of the same channel, which has heard nothing of what was before. */
  public InMemoryAnnouncements beside() {
    InMemoryAnnouncements other = new InMemoryAnnouncements(channel);
    channel.lock.lock();
    try {
      other.heard = channel.announced;
      return other;
    } finally {
      channel.lock.unlock();
    }
  }

  /** From now on nobody hears anything, or does again. */
  public void lose(boolean everything) {
    channel.lock.lock();
    try {
      channel.losing = everything;
    } finally {
      channel.lock.unlock();
    }
  }

  @Override
  public void announce() {
    channel.lock.lock();
    try {
      if (!channel.losing) {
        channel.announced++;
        channel.news.signalAll();
      }
    } finally {
      channel.lock.unlock();
    }
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    channel.lock.lockInterruptibly();
    try {
      long before = heard;
      long left = longest.toNanos();
      while (left > 0 && channel.announced == before) {
        left = channel.news.awaitNanos(left);
      }
      heard = channel.announced;
    } finally {
      channel.lock.unlock();
    }
  }
}
