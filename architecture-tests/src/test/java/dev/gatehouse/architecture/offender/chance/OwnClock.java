package dev.gatehouse.architecture.offender.chance;

import java.time.Clock;

final class OwnClock {
  final Clock clock = Clock.systemUTC();
}
