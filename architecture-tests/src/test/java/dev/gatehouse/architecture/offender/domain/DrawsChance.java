package dev.gatehouse.architecture.offender.domain;

import java.security.SecureRandom;

record DrawsChance(SecureRandom chance) {}
