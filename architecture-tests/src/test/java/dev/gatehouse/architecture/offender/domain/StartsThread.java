package dev.gatehouse.architecture.offender.domain;

final class StartsThread {
  void run(Runnable work) {
    new Thread(work).start();
  }
}
