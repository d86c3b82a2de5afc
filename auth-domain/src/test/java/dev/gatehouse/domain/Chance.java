package dev.gatehouse.domain;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Seeded chance: the same seed, the same history. */
public final class Chance {
  private static final List<String> WEIRD = List.of(
      "\u0000",
      "\t",
      "\r\n",
      "\u001b",
      "\u007f",
      "\u0085",
      "\u009b",
      "\u00a0",
      "\u00ad",
      "\u0130",
      "\u0131",
      "\u017f",
      "\u0301",
      "\u0345",
      "\u03a3",
      "\u03c2",
      "\u0561\u0582",
      "\u0600",
      "\u06dd",
      "\u0958",
      "\u1100\u1161",
      "\u1e9e",
      "\u1f80",
      "\u200b",
      "\u200d",
      "\u200f",
      "\u2000",
      "\u2028",
      "\u202e",
      "\u2126",
      "\u212a",
      "\u3002",
      "\ud800",
      "\udc00",
      "\ud83d\ude00",
      "\udbff\udfff",
      "\ufb03",
      "\ufdfa",
      "\ufeff",
      "\uff0e",
      "\uff20",
      "\uff21",
      "\ufffe",
      "\uffff",
      "xn--",
      "xn--a",
      "xn--zz-",
      "@",
      "..",
      ".",
      "-",
      "--",
      "\"",
      "\\",
      "%00",
      "[",
      "]",
      "(",
      "<",
      ">",
      ":",
      ";",
      ",",
      "|",
      "\u00df",
      "\u00fc",
      "u\u0308",
      "\u0635",
      "\u05d0",
      "1",
      "a",
      "Z",
      "example",
      "EXAMPLE",
      ".com",
      "@example.com",
      " ");

  private final long seed;
  private final SplittableRandom random;

  public Chance(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Lives through so many histories; a failure names the seed of its own. */
  public static void histories(int count, Consumer<Chance> history) {
    for (long seed = 1; seed <= count; seed++) {
      try {
        history.accept(new Chance(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** 0 to {@code bound - 1}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  public boolean oneIn(int times) {
    return below(times) == 0;
  }

  public int any() {
    return random.nextInt();
  }

  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Zero to {@code most}, both included, to the millisecond. */
  public Duration upTo(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  public <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Text that nobody would expect, of so many pieces at most. */
  public String weird(int pieces) {
    StringBuilder text = new StringBuilder();
    for (int left = below(pieces + 1); left > 0; left--) {
      switch (below(6)) {
        case 0 -> text.append((char) below(0x80));
        case 1 -> text.append((char) below(0x10000));
        case 2 -> text.appendCodePoint(below(0x110000));
        default -> text.append(of(WEIRD));
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "seed " + seed;
  }
}
