package dev.gatehouse.architecture.offender.util;

/** The package is the offence. */
final class Something {}
