package dev.gatehouse.password;

import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.port.Randomness;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Opens this module: password hashing with Argon2id under one budget, its gauges, and the list of common passwords. One for a process, for the budget is the process's. */
public final class Passwords {
  /**
   * What a new hash costs, and how much may be spent at once. {@code memoryKib * maxConcurrent} is all the memory that hashing takes: native memory that is kept once used, or, with the engine in
   * Java, heap. A stored hash that needs more memory than that, or sixteen times the time of a new one, is not run and matches nothing.
   *
   * <p>A hash keeps one processor busy for tens of milliseconds.
   *
   * @param memoryKib in KiB; at least 8 for every lane
   * @param iterations passes, at least 1
   * @param parallelism lanes, 1 to 64; one thread walks them all
   * @param maxConcurrent hashes of this size that run at once
   * @param patience how long a caller waits for room; zero: not at all
   */
  public record Settings(
      int memoryKib, int iterations, int parallelism, int maxConcurrent, Duration patience) {
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_CONCURRENT = 1024;

    /** Bouncy Castle's bound, 16 GiB. */
    private static final long MOST_KIB = 1L << 24;

    /** OWASP's second choice for Argon2id, 19 MiB and two passes, four at a time: 76 MiB, in which an imported hash of RFC 9106's 64 MiB has room too. */
    public static final Settings DEFAULT = new Settings(19_456, 2, 1, 4, Duration.ofMillis(500));

    public Settings {
      new Argon2Cost(memoryKib, iterations, parallelism);
      if (maxConcurrent < 1 || maxConcurrent > MOST_CONCURRENT) {
        throw new IllegalArgumentException(
            "maxConcurrent " + maxConcurrent + " is outside 1 to " + MOST_CONCURRENT);
      }
      if ((long) memoryKib * maxConcurrent > MOST_KIB) {
        throw new IllegalArgumentException("a budget of " + maxConcurrent + " times " + memoryKib
            + " KiB is too large: at most " + MOST_KIB + " KiB together");
      }
      if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
        throw new IllegalArgumentException(
            "patience " + patience + " is outside PT0S to " + LONGEST_PATIENCE);
      }
    }

    Argon2Cost cost() {
      return new Argon2Cost(memoryKib, iterations, parallelism);
    }

    HashingBudget budget() {
      return new HashingBudget(memoryKib, maxConcurrent, patience);
    }

    Argon2Engine nativeEngine() {
      return new NativeArgon2(new NativeBlocks(memoryKib, memoryKib * maxConcurrent));
    }
  }

  private final Argon2Engine engine;
  private final HashingBudget budget;
  private final PasswordHasher hasher;

  Passwords(Settings settings, Randomness randomness, Argon2Engine engine) {
    this.engine = engine;
    this.budget = settings.budget();
    this.hasher = new Argon2Passwords(engine, budget, randomness, settings.cost());
  }

  /** As the other, hashing in the callers' threads: for callers on platform threads. */
  public static Passwords open(Settings settings, Randomness randomness) {
    return new Passwords(settings, randomness, engine(settings));
  }

  /**
   * Takes the native engine where it loads and computes rightly, else the one in Java.
   *
   * @param threads where hashes are computed: platform threads, at most {@code maxConcurrent}, where callers are on virtual ones, which could not do anything
   *     else meanwhile; when they take no more work, hashing is an {@link dev.gatehouse.port.Outage}
   */
  public static Passwords open(Settings settings, Randomness randomness, Executor threads) {
    return new Passwords(settings, randomness, new OnThreads(engine(settings), threads));
  }

  private static Argon2Engine engine(Settings settings) {
    return Argon2Engine.firstThatWorks(settings::nativeEngine, BouncyArgon2::new);
  }

  /** Reads the list of common passwords: some tenths of a second, and 1.2 MB that the caller keeps. */
  public static CommonPasswords common() {
    return new NbvcxzCommonPasswords();
  }

  public PasswordHasher hasher() {
    return hasher;
  }

  /** What computes: {@code native} or {@code bouncycastle}. */
  public String engine() {
    return engine.name();
  }

  /** Gauge: hashes that run now, at most {@code maxConcurrent}. */
  public int running() {
    return budget.running();
  }

  /** Gauge: callers that wait for room now. */
  public int waiting() {
    return budget.waiting();
  }

  /** Gauge: memory that running hashes may fill now, in KiB. */
  public int inUseKib() {
    return budget.inUseKib();
  }
}
