package dev.gatehouse.redis;

import dev.gatehouse.port.Announcements;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Publishes on a channel, and waits on it, on a connection kept for that. Where Redis does not answer, nothing is said, and waiting is all that is
 * done. It has no thread of its own; one of those that wait listens for all of them.
 */
final class JedisAnnouncements implements Announcements, AutoCloseable {
  /** How soon an interrupt is noticed, which does not end a read. */
  private static final long SLICE = Duration.ofMillis(100).toNanos();

  /** A connection that was silent for so long is asked whether it is still there, and given up when it is silent for as long again. */
  private static final long SILENCE = Duration.ofSeconds(5).toNanos();

  /** Between two tries to connect. */
  private static final long SHORTEST_PAUSE = Duration.ofMillis(250).toNanos();

  private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

  private final Link link;
  private final Supplier<Subscription> subscribe;
  private final String channel;
  private final AtomicLong heard = new AtomicLong();

  /** Whoever holds it owns everything below. */
  private final ReentrantLock listening = new ReentrantLock();

  private Optional<Subscription> subscription = Optional.empty();
  private long heardAt;
  private boolean asked;
  private long triedAt;
  private long pause;
  private boolean closed;

  /** @param subscribe opens a connection that hears the channel */
  JedisAnnouncements(Link link, Supplier<Subscription> subscribe, String channel) {
    this.link = link;
    this.subscribe = subscribe;
    this.channel = channel;
  }

  @Override
  public void announce() {
    var unused = link.ask(redis -> redis.publish(channel, ""));
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    long before = heard.get();
    if (!listening.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      return;
    }
    try {
      for (long left = end - System.nanoTime();
          left > 0 && heard.get() == before;
          left = end - System.nanoTime()) {
        listen(Math.min(left, SLICE));
      }
    } finally {
      listening.unlock();
    }
  }

  private void listen(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      connectIfDue();
      if (subscription.isPresent()) {
        receive(subscription.get(), nanos);
        return;
      }
    } catch (IOException | RuntimeException broken) {
      drop();
    }
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  private void connectIfDue() {
    long now = System.nanoTime();
    boolean paused = now - triedAt < pause;
    if (subscription.isPresent()) {
      // it held, so the next try need not wait
      pause = paused ? pause : 0;
    } else if (!closed && !paused) {
      triedAt = now;
      pause = Math.min(Math.max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE);
      subscription = Optional.of(subscribe.get());
      // what was announced before was missed
      hear();
    }
  }

  private void receive(Subscription from, long nanos) throws IOException {
    if (from.hears(Duration.ofNanos(nanos))) {
      hear();
      return;
    }
    long silent = System.nanoTime() - heardAt;
    if (silent > 2 * SILENCE) {
      throw new IOException("the connection went away without a word");
    } else if (silent > SILENCE && !asked) {
      asked = true;
      from.ping();
    }
  }

  private void hear() {
    heardAt = System.nanoTime();
    asked = false;
    heard.incrementAndGet();
  }

  private void drop() {
    subscription.ifPresent(Subscription::close);
    subscription = Optional.empty();
  }

  @Override
  public void close() {
    listening.lock();
    try {
      closed = true;
      drop();
    } finally {
      listening.unlock();
    }
  }
}
