package dev.gatehouse.port;

import java.time.Duration;

/**
 * Tells the other nodes that something was revoked, so that they look at once. It may be lost, late or doubled, says nothing about what, and
 * carries no authority: whoever hears it reads {@link Revocations}, and whoever hears nothing reads them too, a little later.
 */
public interface Announcements {
  /**
   * Tells whoever waits, on other nodes and perhaps on this one. Keeps nobody for long and throws no {@link Outage}: what nobody was told is
   * found by the next reading.
   */
  void announce();

  /** Waits until something may have been announced, or that long. Returns at once, as often as it likes. */
  void await(Duration longest) throws InterruptedException;
}
