package dev.gatehouse.password;

/**
 * What a hash costs (RFC 9106, 3.1).
 *
 * @param memoryKib m, in KiB, at least 8 for every lane
 * @param iterations t, the passes over that memory
 * @param parallelism p, the lanes; here one thread walks them all
 */
record Argon2Cost(int memoryKib, int iterations, int parallelism) {
  private static final int MOST_LANES = 64;
  private static final int LEAST_KIB_PER_LANE = 8;

  Argon2Cost {
    if (parallelism < 1 || parallelism > MOST_LANES) {
      throw new IllegalArgumentException(
          "parallelism " + parallelism + " is outside 1 to " + MOST_LANES);
    }
    if (memoryKib < LEAST_KIB_PER_LANE * parallelism) {
      throw new IllegalArgumentException("memory of " + memoryKib + " KiB is too small: at least "
          + LEAST_KIB_PER_LANE * parallelism + " KiB for parallelism " + parallelism);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations " + iterations + " is outside: at least 1");
    }
  }

  /** KiB written over all passes; time is proportional to it. */
  long work() {
    return (long) memoryKib * iterations;
  }

  boolean weakerThan(Argon2Cost other) {
    return memoryKib < other.memoryKib
        || iterations < other.iterations
        || parallelism < other.parallelism;
  }
}
