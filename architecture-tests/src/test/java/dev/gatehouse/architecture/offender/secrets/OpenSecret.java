package dev.gatehouse.architecture.offender.secrets;

/** A subclass could print it. */
class OpenSecret {
  @Override
  public String toString() {
    return "redacted";
  }
}
