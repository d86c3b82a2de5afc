package dev.gatehouse.architecture.offender.secrets;

/** A secret is no record. */
record RecordOfASecret(byte[] key) {
  @Override
  public String toString() {
    return "redacted";
  }
}
