package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {
  private static final byte[] PLAIN = "a private key".getBytes(UTF_8);
  private static final byte[] NONCE = bytes(12, 3);
  private static final MasterKeys.Place PLACE =
      new MasterKeys.Place("keys", "sealed", "kid-1", "*");

  private final MasterKeys ring = MasterKeys.of(bytes(32, 1));
  private final Sealed sealed = ring.seal(PLAIN, PLACE, NONCE);

  private static void shut(MasterKeys keys, Sealed value, MasterKeys.Place place) {
    assertThatThrownBy(() -> keys.open(value, place))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(place.table() + "." + place.column())
        .hasMessageNotContaining("private key");
  }

  @Test
  void what_was_sealed_opens_in_its_place() {
    assertThat(ring.open(sealed, PLACE)).isEqualTo(PLAIN);
    assertThat(ring.open(ring.seal(new byte[0], PLACE, NONCE), PLACE)).isEmpty();
  }

  @Test
  void a_sealed_value_is_laid_out_as_format_version_nonce_and_aes_256_gcm() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(bytes(32, 1), "AES"),
        new GCMParameterSpec(128, NONCE));
    cipher.updateAAD("keys|sealed|kid-1|*|1".getBytes(UTF_8));
    byte[] body = cipher.doFinal(PLAIN);
    byte[] all = sealed.bytes();
    assertThat(all).hasSize(2 + 12 + PLAIN.length + 16).startsWith(1, 1);
    assertThat(Arrays.copyOfRange(all, 2, 14)).isEqualTo(NONCE);
    assertThat(Arrays.copyOfRange(all, 14, all.length)).isEqualTo(body);
  }

  @Test
  @DisplayName("[L40] what is sealed cannot be read")
  void what_is_sealed_cannot_be_read() {
    assertThat(new String(sealed.bytes(), UTF_8)).doesNotContain("private");
  }

  @Test
  void a_moved_value_does_not_open() {
    for (MasterKeys.Place other : List.of(
        new MasterKeys.Place("outbox", "sealed", "kid-1", "*"),
        new MasterKeys.Place("keys", "public", "kid-1", "*"),
        new MasterKeys.Place("keys", "sealed", "kid-2", "*"),
        new MasterKeys.Place("keys", "sealed", "kid-1", "shop"),
        new MasterKeys.Place("key", "ssealed", "kid-1", "*"),
        new MasterKeys.Place("keys", "sealed", "kid-1", ""))) {
      shut(ring, sealed, other);
    }
  }

  @Test
  void a_place_whose_names_would_run_into_one_another_does_not_exist() {
    for (List<String> names : List.of(
        List.of("|keys", "sealed", "kid-1", "*"),
        List.of("keys|sealed", "kid-1", "*", "1"),
        List.of("keys", "sealed|kid-1", "*", "1"),
        List.of("keys", "sealed", "kid-1|*", "1"),
        List.of("keys", "sealed", "kid-1", "*|1"))) {
      assertThatThrownBy(
              () -> new MasterKeys.Place(names.get(0), names.get(1), names.get(2), names.get(3)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_value_with_any_bit_flipped_does_not_open() {
    byte[] all = sealed.bytes();
    for (int bit = 0; bit < all.length * 8; bit++) {
      byte[] flipped = all.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      shut(ring, new Sealed(flipped), PLACE);
    }
  }

  @Test
  void a_truncated_or_lengthened_value_does_not_open() {
    byte[] all = sealed.bytes();
    for (int length = 0; length < all.length; length++) {
      shut(ring, new Sealed(Arrays.copyOf(all, length)), PLACE);
    }
    shut(ring, new Sealed(Arrays.copyOf(all, all.length + 1)), PLACE);
  }

  @Test
  void what_is_too_short_is_said_to_be_no_sealed_value() {
    assertThatThrownBy(() -> ring.open(new Sealed(Arrays.copyOf(sealed.bytes(), 29)), PLACE))
        .hasMessage("not a sealed value: keys.sealed");
    assertThatThrownBy(() -> ring.open(new Sealed(Arrays.copyOf(sealed.bytes(), 30)), PLACE))
        .hasMessageContaining("does not open");
    byte[] otherFormat = sealed.bytes();
    otherFormat[0] = 2;
    assertThatThrownBy(() -> ring.open(new Sealed(otherFormat), PLACE))
        .hasMessage("not a sealed value: keys.sealed");
  }

  @Test
  void another_key_of_the_same_version_does_not_open() {
    shut(MasterKeys.of(bytes(32, 2)), sealed, PLACE);
  }

  @Test
  void a_version_that_the_ring_does_not_have_is_named() {
    MasterKeys later = new MasterKeys(Map.of(2, bytes(32, 1)));
    assertThatThrownBy(() -> later.open(sealed, PLACE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("keys.sealed is sealed under master key version 1; the ring has [2]");
    byte[] negative = sealed.bytes();
    negative[1] = (byte) 0x81;
    assertThatThrownBy(() -> later.open(new Sealed(negative), PLACE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version -127");
  }

  @Test
  void the_version_is_part_of_what_is_authenticated() {
    MasterKeys twice = new MasterKeys(Map.of(1, bytes(32, 1), 2, bytes(32, 1)));
    byte[] all = sealed.bytes();
    all[1] = 2;
    shut(twice, new Sealed(all), PLACE);
  }

  @Test
  void the_newest_key_seals_and_the_older_still_opens() {
    MasterKeys both = new MasterKeys(Map.of(1, bytes(32, 1), 3, bytes(32, 3), 2, bytes(32, 2)));
    Sealed fresh = both.seal(PLAIN, PLACE, NONCE);
    assertThat(fresh.bytes()[1]).isEqualTo((byte) 3);
    assertThat(both.open(fresh, PLACE)).isEqualTo(PLAIN);
    assertThat(both.open(sealed, PLACE)).isEqualTo(PLAIN);
    shut(ring, fresh, PLACE);
  }

  @Test
  void what_is_sealed_under_the_newest_key_is_up_to_date() {
    MasterKeys both = new MasterKeys(Map.of(1, bytes(32, 1), 2, bytes(32, 2)));
    assertThat(ring.upToDate(sealed)).isTrue();
    assertThat(both.upToDate(sealed)).isFalse();
    assertThat(both.upToDate(both.seal(PLAIN, PLACE, NONCE))).isTrue();
    assertThat(ring.upToDate(both.seal(PLAIN, PLACE, NONCE))).isFalse();
  }

  @Test
  void what_is_not_sealed_in_this_format_is_not_up_to_date() {
    byte[] otherFormat = sealed.bytes();
    otherFormat[0] = 2;
    assertThat(ring.upToDate(new Sealed(otherFormat))).isFalse();
    for (byte[] headless : List.of(new byte[0], new byte[] {1})) {
      assertThat(ring.upToDate(new Sealed(headless))).isFalse();
    }
    assertThat(ring.upToDate(new Sealed(new byte[] {1, 1}))).isTrue();
    assertThat(ring.upToDate(new Sealed(new byte[] {1, 2}))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 128, 256})
  void a_version_is_1_to_127(int version) {
    assertThatThrownBy(() -> new MasterKeys(Map.of(version, bytes(32, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version " + version + " of 32 bytes");
  }

  @Test
  void the_first_and_the_last_version_work() {
    for (int version : new int[] {1, 127}) {
      MasterKeys keys = new MasterKeys(Map.of(version, bytes(32, 1)));
      assertThat(keys.open(keys.seal(PLAIN, PLACE, NONCE), PLACE)).isEqualTo(PLAIN);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 24, 31, 33})
  void a_key_has_32_bytes(int length) {
    assertThatThrownBy(() -> MasterKeys.of(bytes(length, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of " + length + " bytes")
        .hasMessageNotContaining("[1");
  }

  @Test
  void a_ring_without_a_key_does_not_exist() {
    assertThatThrownBy(() -> new MasterKeys(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no master key");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 13, 16})
  void a_nonce_of_another_length_seals_nothing_that_could_not_be_opened(int length) {
    assertThatThrownBy(() -> ring.seal(PLAIN, PLACE, bytes(length, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(length + " random bytes");
  }

  @Test
  void random_values_open_in_their_place_and_in_no_other() {
    Chance.histories(100, chance -> {
      byte[] plain = chance.bytes(chance.below(300));
      MasterKeys.Place place = new MasterKeys.Place("t", "c", "row " + chance.below(3), "shop");
      MasterKeys.Place other = new MasterKeys.Place("t", "c", "row 3", "shop");
      Sealed value = ring.seal(plain, place, chance.bytes(12));
      assertThat(ring.open(value, place)).isEqualTo(plain);
      shut(ring, value, other);
    });
  }

  @Test
  void a_sealed_value_cannot_be_changed_and_is_equal_by_its_bytes() {
    byte[] array = sealed.bytes();
    Sealed copy = new Sealed(array);
    array[20]++;
    copy.bytes()[21]++;
    assertThat(copy).isEqualTo(sealed).hasSameHashCodeAs(sealed).isNotEqualTo("sealed");
    assertThat(new Sealed(array)).isNotEqualTo(sealed).doesNotHaveSameHashCodeAs(sealed);
  }
}
