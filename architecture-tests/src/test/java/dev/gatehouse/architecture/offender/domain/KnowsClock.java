package dev.gatehouse.architecture.offender.domain;

import java.time.Clock;

record KnowsClock(Clock clock) {}
