package dev.gatehouse.port;

import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Passage;
import java.time.Instant;
import java.util.List;

/** Failed attempts, by account and network; durable. Counted before deciding, atomically: N racing attempts never get more than the ladder allows. */
public interface Lockouts {
  /** Counts one attempt at each gate in turn and stops at the first that is shut, which does not count it. One round trip. */
  Passage attempt(List<Gate> gates, Instant now);

  /** The attempt was no failure: clears the counters of the gates that count attempts, and takes one back from those that count newcomers. */
  void forgive(List<Gate> counted, Instant now);

  /** The attempt was not judged: takes it back from every gate, and leaves what was counted before. */
  default void takeBack(List<Gate> counted, Instant now) {
    forgive(
        counted.stream()
            .map(gate -> new Gate(gate.subject(), gate.from(), gate.ladder(), true))
            .toList(),
        now);
  }

  /** Clears every counter about a subject. */
  void clear(String subject);
}
