package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Randomness;
import java.util.Random;

/** The same bytes for the same seed, so that a test can be repeated: for tests only, since who knows the seed knows every secret. */
public final class SeededRandomness implements Randomness {
  private final Random random;

  public SeededRandomness(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void fill(byte[] bytes) {
    synchronized (random) {
      random.nextBytes(bytes);
    }
  }
}
