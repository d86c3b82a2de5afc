package dev.gatehouse.architecture.offender.chance;

final class Millis {
  long millis() {
    return System.currentTimeMillis();
  }
}
