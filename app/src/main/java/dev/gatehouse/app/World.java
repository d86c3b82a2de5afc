package dev.gatehouse.app;

import dev.gatehouse.port.Randomness;
import java.security.SecureRandom;
import java.time.Clock;

/** The machine around the program. Nobody else asks it for the time or for chance. */
record World(Clock clock, Randomness randomness) {
  static World real() {
    return new World(Clock.systemUTC(), new SecureRandom()::nextBytes);
  }
}
