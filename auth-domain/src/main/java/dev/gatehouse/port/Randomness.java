package dev.gatehouse.port;

/** Chance, from a cryptographically strong source; thread-safe. */
@FunctionalInterface
public interface Randomness {
  /** Fills the array. */
  void fill(byte[] bytes);

  /** So many random bytes. */
  default byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    fill(bytes);
    return bytes;
  }
}
