package dev.gatehouse.domain.throttle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an attempt passed the gates.
 *
 * @param counted the gates that counted it
 * @param stop where it was stopped, and empty where it passed them all
 */
public record Passage(List<Gate> counted, Optional<Stop> stop) {
  public Passage {
    counted = List.copyOf(counted);
  }

  /**
   * A gate that is shut.
   *
   * @param rest for how long it stays shut
   */
  public record Stop(Gate gate, Duration rest) {}

  public static Passage through(List<Gate> counted) {
    return new Passage(counted, Optional.empty());
  }

  public static Passage stopped(List<Gate> counted, Gate gate, Duration rest) {
    return new Passage(counted, Optional.of(new Stop(gate, rest)));
  }

  /** Whether it was stopped at that gate. */
  public boolean stoppedAt(Gate gate) {
    return stop.map(Stop::gate).filter(gate::equals).isPresent();
  }

  /** For how long the gate that stopped it stays shut, and empty where none did. */
  public Optional<Duration> shut() {
    return stop.map(Stop::rest);
  }
}
