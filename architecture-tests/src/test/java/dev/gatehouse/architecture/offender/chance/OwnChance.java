package dev.gatehouse.architecture.offender.chance;

import java.security.SecureRandom;

final class OwnChance {
  final SecureRandom chance = new SecureRandom();
}
