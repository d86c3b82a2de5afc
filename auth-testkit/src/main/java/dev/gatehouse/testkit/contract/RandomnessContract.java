package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.port.Randomness;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be seen from outside of what {@link Randomness} promises. */
public abstract class RandomnessContract {
  protected abstract Randomness randomness();

  @Test
  void every_byte_of_the_array_is_filled() {
    Randomness randomness = randomness();
    byte[] seen = new byte[257];
    for (int round = 0; round < 20; round++) {
      byte[] bytes = randomness.bytes(seen.length);
      assertThat(bytes).hasSize(seen.length);
      for (int at = 0; at < bytes.length; at++) {
        seen[at] |= bytes[at];
      }
    }

    // of twenty fair bytes not one has a bit set with a chance of 2^-160
    for (byte bits : seen) {
      assertThat(bits).isNotZero();
    }
    assertThat(randomness.bytes(0)).isEmpty();
  }

  @Test
  void every_bit_is_as_often_one_as_zero() {
    byte[] bytes = randomness().bytes(100_000);
    for (int bit = 0; bit < 8; bit++) {
      int ones = 0;
      for (byte octet : bytes) {
        ones += (octet >>> bit) & 1;
      }
      // ten standard deviations
      assertThat(ones).isBetween(50_000 - 1_582, 50_000 + 1_582);
    }
  }

  @Test
  void nothing_comes_twice_not_even_to_many_who_ask_at_once() {
    Randomness randomness = randomness();
    List<ByteBuffer> all = new ArrayList<>();

    Race.rounds(5, round -> Race.of(Race.RACERS, n -> draw(randomness)).forEach(all::addAll));

    assertThat(all).hasSize(5 * Race.RACERS * 100).doesNotHaveDuplicates();
  }

  private static List<ByteBuffer> draw(Randomness randomness) {
    List<ByteBuffer> drawn = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      drawn.add(ByteBuffer.wrap(randomness.bytes(16)));
    }
    return drawn;
  }
}
