package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.secret.DigestKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshCodecTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final DigestKey ACTIVE = key(7);
  private static final RefreshCodec.Claim CLAIM = new RefreshCodec.Claim(
      SessionId.of(ACCOUNT, NOW, bytes(10, 3)), 41, new SessionSecret(bytes(16, 9)));

  private final RefreshCodec codec = new RefreshCodec(ACTIVE, List.of(ACTIVE));
  private final String good = codec.write(CLAIM).reveal();

  private static byte[] bytesOf(String token) {
    return Base64.getUrlDecoder().decode(token.substring(4));
  }

  private static String token(byte[] bytes) {
    return "gtr_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void refused(String text) {
    assertThat(codec.read(new RefreshToken(text))).as(text).isEmpty();
  }

  @Test
  void a_token_has_75_characters_and_begins_with_gtr() {
    assertThat(good).hasSize(75).startsWith("gtr_").matches("gtr_[A-Za-z0-9_-]{71}");
    assertThat(RefreshCodec.LENGTH).isEqualTo(75);
  }

  @Test
  void a_token_is_laid_out_as_the_design_says() {
    ByteBuffer layout = ByteBuffer.allocate(53);
    layout.put((byte) 7);
    layout.putLong(CLAIM.session().value().getMostSignificantBits());
    layout.putLong(CLAIM.session().value().getLeastSignificantBits());
    layout.putInt(41);
    layout.put(bytes(16, 9));
    layout.put(ACTIVE.hmac(layout.array(), 37), 0, 16);
    assertThat(bytesOf(good)).isEqualTo(layout.array());
  }

  @Test
  void what_is_written_is_read() {
    Chance.histories(200, chance -> {
      int version = chance.below(256);
      DigestKey signing = new DigestKey(version, chance.bytes(32));
      RefreshCodec ring = new RefreshCodec(signing, List.of());
      RefreshCodec.Claim claim = new RefreshCodec.Claim(
          new SessionId(new UUID(chance.any(), chance.any())),
          chance.any() & Integer.MAX_VALUE,
          new SessionSecret(chance.bytes(16)));
      RefreshToken token = ring.write(claim);
      assertThat(token.reveal()).hasSize(75);
      assertThat(ring.read(token)).contains(claim);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, Integer.MAX_VALUE})
  void every_generation_comes_back_as_it_was(int generation) {
    RefreshCodec.Claim claim = new RefreshCodec.Claim(CLAIM.session(), generation, CLAIM.secret());
    assertThat(codec.read(codec.write(claim))).contains(claim);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 127, 128, 255})
  void every_key_version_of_one_byte_is_read_back(int version) {
    RefreshCodec ring = new RefreshCodec(key(version), List.of(key(version)));
    assertThat(bytesOf(ring.write(CLAIM).reveal())[0]).isEqualTo((byte) version);
    assertThat(ring.read(ring.write(CLAIM))).contains(CLAIM);
  }

  @Test
  @DisplayName("[L20] the same input is always the same token")
  void the_same_input_is_always_the_same_token() {
    RefreshCodec other = new RefreshCodec(key(7), List.of(key(3)));
    assertThat(codec.write(CLAIM).reveal()).isEqualTo(good);
    assertThat(other.write(CLAIM).reveal()).isEqualTo(good);
  }

  @Test
  void different_claims_are_different_tokens() {
    Set<String> tokens = new HashSet<>();
    for (int generation = 0; generation < 50; generation++) {
      for (int secret = 0; secret < 5; secret++) {
        for (int session = 0; session < 5; session++) {
          tokens.add(codec
              .write(new RefreshCodec.Claim(
                  new SessionId(new UUID(1, session)),
                  generation,
                  new SessionSecret(bytes(16, secret))))
              .reveal());
        }
      }
    }
    assertThat(tokens).hasSize(50 * 5 * 5);
  }

  @Test
  void a_token_with_any_single_bit_flipped_is_refused() {
    byte[] bytes = bytesOf(good);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(token(flipped));
    }
  }

  @Test
  void a_token_with_any_single_character_changed_is_refused() {
    for (int i = 0; i < good.length(); i++) {
      for (char c : (ALPHABET + "+/= \u0000\u00e9\u0141\u2028").toCharArray()) {
        if (c != good.charAt(i)) {
          refused(good.substring(0, i) + c + good.substring(i + 1));
        }
      }
    }
  }

  @Test
  void a_character_that_is_a_letter_plus_a_multiple_of_256_is_no_letter() {
    for (int i = 0; i < good.length(); i++) {
      refused(good.substring(0, i) + (char) (good.charAt(i) + 0x100) + good.substring(i + 1));
    }
  }

  @Test
  void the_spare_bits_of_the_last_character_must_be_zero() {
    int last = ALPHABET.indexOf(good.charAt(74));
    assertThat(last % 4).as("53 bytes leave 2 bits").isZero();
    for (int spare = 1; spare < 4; spare++) {
      String other = good.substring(0, 74) + ALPHABET.charAt(last + spare);
      assertThat(bytesOf(other)).isEqualTo(bytesOf(good));
      refused(other);
    }
  }

  @Test
  void padding_white_space_and_other_alphabets_are_refused() {
    refused(good + "=");
    refused(good + " ");
    refused(" " + good);
    refused(good + "\n");
    refused(good.substring(0, 74) + "=");
    refused(good.substring(0, 73) + "==");
    refused("gtr_" + Base64.getEncoder().withoutPadding().encodeToString(bytesOf(flat())));
    refused(good.replaceFirst("gtr_", "GTR_"));
    refused(good.replaceFirst("gtr_", "gtr-"));
  }

  /** A token whose encoding differs in the two alphabets. */
  private String flat() {
    for (int generation = 0; ; generation++) {
      String text = codec
          .write(new RefreshCodec.Claim(CLAIM.session(), generation, CLAIM.secret()))
          .reveal();
      if (text.indexOf('-') >= 0 || text.indexOf('_', 4) >= 0) {
        return text;
      }
    }
  }

  @Test
  void text_of_another_length_is_refused() {
    for (int length = 0; length < good.length(); length++) {
      refused(good.substring(0, length));
    }
    refused(good + "A");
    refused(good + good);
    refused("");
    refused("gtr_");
  }

  @Test
  void fewer_bytes_in_as_many_characters_are_refused() {
    for (int i = 4; i < good.length(); i++) {
      refused(good.substring(0, i) + "\n" + good.substring(i + 1));
    }
  }

  @Test
  void anything_else_is_refused_and_never_an_error() {
    Chance.histories(500, chance -> {
      String text = chance.weird(40);
      String padded = "gtr_" + text + "A".repeat(75);
      assertThat(codec.read(new RefreshToken(text))).isEmpty();
      assertThat(codec.read(new RefreshToken(padded.substring(0, 75)))).isEmpty();
      assertThat(codec.read(new RefreshToken(token(chance.bytes(53))))).isEmpty();
    });
  }

  @Test
  void a_token_of_another_key_of_the_same_version_is_refused() {
    RefreshCodec thief = new RefreshCodec(key(7, 99), List.of());
    refused(thief.write(CLAIM).reveal());
  }

  @Test
  void a_token_of_a_version_that_the_ring_does_not_have_is_refused() {
    RefreshCodec other = new RefreshCodec(key(8), List.of());
    refused(other.write(CLAIM).reveal());
  }

  @Test
  void the_version_is_part_of_what_is_tagged() {
    DigestKey sameBytes = key(8, 8);
    assertThat(ACTIVE.hmac(new byte[1], 1)).isEqualTo(sameBytes.hmac(new byte[1], 1));
    RefreshCodec both = new RefreshCodec(ACTIVE, List.of(ACTIVE, sameBytes));
    byte[] bytes = bytesOf(good);
    bytes[0] = 8;
    assertThat(both.read(new RefreshToken(token(bytes)))).isEmpty();
  }

  @Test
  void a_genuine_tag_over_a_generation_below_zero_is_refused() {
    for (int generation : new int[] {-1, Integer.MIN_VALUE}) {
      byte[] bytes = bytesOf(good);
      ByteBuffer.wrap(bytes).putInt(17, generation);
      System.arraycopy(ACTIVE.hmac(bytes, 37), 0, bytes, 37, 16);
      refused(token(bytes));
    }
  }

  @Test
  void a_claim_of_a_generation_below_zero_does_not_exist() {
    assertThatThrownBy(() -> new RefreshCodec.Claim(CLAIM.session(), -1, CLAIM.secret()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThat(new RefreshCodec.Claim(CLAIM.session(), 0, CLAIM.secret()).generation())
        .isZero();
  }

  @Test
  @DisplayName(
      "[L26] a ring reads what its retiring and its next key wrote, and writes with the active one")
  void a_ring_reads_what_its_retiring_and_its_next_key_wrote() {
    DigestKey retiring = key(6);
    DigestKey next = key(8);
    RefreshCodec ring = new RefreshCodec(ACTIVE, List.of(retiring, ACTIVE, next));
    for (DigestKey signing : List.of(retiring, ACTIVE, next)) {
      RefreshToken token = new RefreshCodec(signing, List.of()).write(CLAIM);
      assertThat(ring.read(token)).contains(CLAIM);
    }
    assertThat(ring.write(CLAIM).reveal()).isEqualTo(good);
  }

  @Test
  @DisplayName("[L26] two encodings under two versions are one claim")
  void two_encodings_under_two_versions_are_one_claim() {
    RefreshCodec before = new RefreshCodec(key(6), List.of(ACTIVE));
    RefreshCodec after = new RefreshCodec(ACTIVE, List.of(key(6)));
    assertThat(before.write(CLAIM).reveal()).isNotEqualTo(after.write(CLAIM).reveal());
    assertThat(after.read(before.write(CLAIM))).isEqualTo(after.read(after.write(CLAIM)));
  }

  @Test
  void the_tag_is_the_first_half_of_the_digest_and_the_second_half_is_no_tag() {
    byte[] bytes = bytesOf(good);
    byte[] hmac = ACTIVE.hmac(bytes, 37);
    assertThat(Arrays.copyOfRange(bytes, 37, 53)).isEqualTo(Arrays.copyOf(hmac, 16));
    System.arraycopy(hmac, 16, bytes, 37, 16);
    refused(token(bytes));
  }
}
