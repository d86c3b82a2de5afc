package dev.gatehouse.architecture.offender.secrets;

/** It does not say that it is redacted. */
final class SilentSecret {}
