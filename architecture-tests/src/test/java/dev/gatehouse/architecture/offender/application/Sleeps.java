package dev.gatehouse.architecture.offender.application;

final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
