package dev.gatehouse.architecture.offender.chance;

import java.util.UUID;

final class RandomId {
  UUID id() {
    return UUID.randomUUID();
  }
}
