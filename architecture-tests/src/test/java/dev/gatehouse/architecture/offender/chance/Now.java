package dev.gatehouse.architecture.offender.chance;

import java.time.Instant;

final class Now {
  Instant now() {
    return Instant.now();
  }
}
