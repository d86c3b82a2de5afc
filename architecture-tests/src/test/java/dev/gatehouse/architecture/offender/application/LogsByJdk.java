package dev.gatehouse.architecture.offender.application;

final class LogsByJdk {
  void say(String words) {
    System.getLogger("gatehouse").log(System.Logger.Level.INFO, words);
  }
}
