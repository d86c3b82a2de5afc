package dev.gatehouse.architecture.offender.application;

final class Prints {
  void say(String words) {
    System.out.println(words);
  }
}
