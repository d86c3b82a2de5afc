package dev.gatehouse.port;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Work that one node does at a time, and how far it has come. A lease that is not renewed runs out, so that another node goes on where the last one was. It
 * is no lock: whoever is slow may find that another has begun, and what must not be done twice is held by other means.
 */
public interface Leases {
  /**
   * A lease that is held.
   *
   * @param position how far the work has come, as {@link #advance} said last; 0 at first
   * @param at when that was; {@link Instant#EPOCH} at first
   */
  record Held(long position, Instant at) {}

  /**
   * Takes the lease of some work, or renews it.
   *
   * @param work names it, such as {@code bot:123456}; at most 100 characters
   * @return empty when another has it yet; of racing nodes one gets it
   */
  Optional<Held> take(String work, UUID holder, Instant until, Instant now);

  /**
   * Notes how far the work has come, be it forth or back.
   *
   * @return false, and nothing is written, when the lease is another's by now
   */
  boolean advance(String work, UUID holder, long position, Instant now);

  /** Gives the lease up, if it is that holder's: another may take it at once. */
  void release(String work, UUID holder, Instant now);
}
