package dev.gatehouse.architecture.offender.chance;

final class Dice {
  double roll() {
    return Math.random();
  }
}
