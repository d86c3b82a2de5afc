package dev.gatehouse.password;

import dev.gatehouse.port.Randomness;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes that differ from one call to the next, and that a test can foresee. */
final class CountingRandomness implements Randomness {
  private final AtomicInteger calls = new AtomicInteger();

  @Override
  public void fill(byte[] bytes) {
    Arrays.fill(bytes, (byte) calls.incrementAndGet());
  }
}
