package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  @Test
  void sha_256_is_sha_256() {
    assertThat(Digest.sha256("abc".getBytes(StandardCharsets.US_ASCII)).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 33, 64})
  void a_digest_of_another_length_does_not_exist(int length) {
    assertThatThrownBy(() -> new Digest(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("digest of " + length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 32})
  void a_digest_has_16_to_32_bytes(int length) {
    assertThat(new Digest(bytes(length, 1)).bytes()).isEqualTo(bytes(length, 1));
  }

  @Test
  void digests_are_equal_by_every_byte() {
    Digest digest = new Digest(bytes(32, 1));
    assertThat(digest)
        .isEqualTo(new Digest(bytes(32, 1)))
        .hasSameHashCodeAs(new Digest(bytes(32, 1)))
        .isNotEqualTo(new Digest(bytes(16, 1)))
        .isNotEqualTo(digest.hex());
    for (int i = 0; i < 32; i++) {
      byte[] other = bytes(32, 1);
      other[i]++;
      assertThat(digest)
          .isNotEqualTo(new Digest(other))
          .doesNotHaveSameHashCodeAs(new Digest(other));
    }
  }

  @Test
  void a_digest_is_read_from_what_it_was_written_as() {
    Digest digest = Digest.sha256("abc".getBytes(StandardCharsets.US_ASCII));
    assertThat(Digest.ofHex(digest.hex())).isEqualTo(digest);
    for (String none : new String[] {"", "0", "xy".repeat(16), "01".repeat(15), "01".repeat(33)}) {
      assertThatThrownBy(() -> Digest.ofHex(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_digest_cannot_be_changed() {
    byte[] array = bytes(32, 1);
    Digest digest = new Digest(array);
    array[0] = 9;
    digest.bytes()[1] = 9;
    assertThat(digest).isEqualTo(new Digest(bytes(32, 1)));
    assertThat(digest.hex()).isEqualTo("01".repeat(32));
  }
}
