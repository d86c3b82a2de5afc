package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9562, 5.7. */
class UuidV7Test {
  @Test
  @DisplayName("RFC 9562, A.6: the example of a version 7")
  void the_example_of_the_rfc() {
    byte[] random = HexFormat.of().parseHex("0cc3" + "18c4dc0c0c07398f");
    UUID uuid = UuidV7.of(Instant.ofEpochMilli(0x017F22E279B0L), random);
    assertThat(uuid).hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  }

  @Test
  void version_and_variant_cannot_be_overwritten_by_chance() {
    for (int fill : new int[] {0x00, 0xFF, 0x55, 0xAA}) {
      byte[] random = new byte[UuidV7.RANDOM_BYTES];
      java.util.Arrays.fill(random, (byte) fill);
      UUID uuid = UuidV7.of(NOW, random);
      assertThat(uuid.version()).isEqualTo(7);
      assertThat(uuid.variant()).isEqualTo(2);
      assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }
  }

  @Test
  void all_74_random_bits_are_used() {
    Set<UUID> seen = new HashSet<>();
    for (int bit = 0; bit < 80; bit++) {
      byte[] random = new byte[UuidV7.RANDOM_BYTES];
      random[bit / 8] = (byte) (0x80 >>> (bit % 8));
      seen.add(UuidV7.of(NOW, random));
    }
    // the six bits that version and variant stand on make no difference
    assertThat(seen).hasSize(74 + 1);
  }

  @Test
  void identifiers_are_in_the_order_of_their_milliseconds() {
    Chance.histories(300, chance -> {
      Instant earlier = NOW.plus(chance.upTo(Duration.ofDays(10_000)));
      Instant later = earlier.plusMillis(1).plus(chance.upTo(Duration.ofSeconds(2)));
      UUID one = UuidV7.of(earlier, chance.bytes(10));
      UUID other = UuidV7.of(later, chance.bytes(10));
      assertThat(number(one)).isLessThan(number(other));
      assertThat(one.toString()).isLessThan(other.toString());
    });
  }

  private static BigInteger number(UUID uuid) {
    return new BigInteger(uuid.toString().replace("-", ""), 16);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 11, 16})
  void ten_random_bytes_are_taken_and_no_other_number(int length) {
    assertThatThrownBy(() -> UuidV7.of(NOW, new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(length + " random bytes given, 10 expected");
  }
}
