package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fuzzers' seeds, and some thousands of inputs around them that are the same each time; the long run is {@link FuzzingTest}. */
class FuzzRegressionTest {
  private static final int ROUNDS = 5_000;
  private static final String NEAR = "0123456789{}[]\":,.&=%+-_\\\n\t\u0000nulltrue\u00ffA";

  @ParameterizedTest
  @DisplayName(
      "[L12] [L13] [L38] thousands of inputs: a verdict each, and no changed proof is taken")
  @EnumSource
  void near_the_seeds(FuzzTarget target) {
    Random random = new Random(20_261_126L);
    List<byte[]> seeds = target.seeds();
    assertThat(seeds).isNotEmpty().allSatisfy(target::accept);
    target.accept(new byte[0]);

    for (int i = 0; i < ROUNDS; i++) {
      byte[] input = changed(seeds.get(random.nextInt(seeds.size())), random);
      try {
        target.accept(input);
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw new AssertionError("round " + i + ": " + HexFormat.of().formatHex(input), e);
      }
    }
  }

  /** Up to eight bytes changed, put in or taken out; of a short one, a script as well. */
  private static byte[] changed(byte[] seed, Random random) {
    byte[] input =
        seed.length < 8 ? Arrays.copyOf(seed, 1 + 4 * (1 + random.nextInt(4))) : seed.clone();
    if (seed.length < 8) {
      byte[] script = new byte[input.length - 1];
      random.nextBytes(script);
      System.arraycopy(script, 0, input, 1, script.length);
      return input;
    }
    StringBuilder text = new StringBuilder(new String(input, StandardCharsets.ISO_8859_1));
    for (int left = 1 + random.nextInt(8); left > 0 && text.length() > 1; left--) {
      int at = 1 + random.nextInt(text.length() - 1);
      char with = NEAR.charAt(random.nextInt(NEAR.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, with);
        case 1 -> text.insert(at, with);
        case 2 -> text.deleteCharAt(at);
        default ->
          text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
