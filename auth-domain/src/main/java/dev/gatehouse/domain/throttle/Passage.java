package dev.gatehouse.domain.throttle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an attempt passed the gates.
 *
 * @param counted the gates that counted it
 * @param shut for how long the gate that stopped it stays shut, and empty where none did
 */
public record Passage(List<Gate> counted, Optional<Duration> shut) {
  public Passage {
    counted = List.copyOf(counted);
  }
}
