package dev.gatehouse.architecture.offender.chance;

import java.util.concurrent.ThreadLocalRandom;

final class ThreadsDice {
  int roll() {
    return ThreadLocalRandom.current().nextInt(6);
  }
}
