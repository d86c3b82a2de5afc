package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.OTHER_ACCOUNT;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static dev.gatehouse.domain.Given.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKeys;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMarkTest {
  private static final RealmKey REALM = new RealmKey("shop");
  private static final byte[] DEVICE = bytes(16, 0xAB);
  private static final String NAME = "device:" + "ab".repeat(16);

  private final DigestKeys keys = ring(key(2));
  private final DeviceMark mark = DeviceMark.of(ACCOUNT, Acr.AAL1, DEVICE, keys);

  private Optional<String> read(String text) {
    return new DeviceMark(text).deviceOf(ACCOUNT, Acr.AAL1, keys);
  }

  @Test
  @DisplayName("[L30] a mark names its device to the account it was made for")
  void a_mark_names_its_device_to_the_account_it_was_made_for() {
    assertThat(mark.text()).hasSize(43).matches("[A-Za-z0-9_-]{43}");
    assertThat(mark.deviceOf(ACCOUNT, Acr.AAL1, keys)).contains(NAME);
    assertThat(read(mark.text())).contains(NAME);
  }

  @Test
  @DisplayName("[L30] the mark of one account gives nothing on another")
  void the_mark_of_one_account_gives_nothing_on_another() {
    assertThat(mark.deviceOf(OTHER_ACCOUNT, Acr.AAL1, keys)).isEmpty();
  }

  @Test
  @DisplayName("[L30] a mark with any bit flipped is none")
  void a_mark_with_any_bit_flipped_is_none() {
    byte[] bytes = Base64.getUrlDecoder().decode(mark.text());
    assertThat(bytes).hasSize(32);
    for (int bit = 0; bit < 256; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(read(Base64.getUrlEncoder().withoutPadding().encodeToString(flipped)))
          .isEmpty();
    }
  }

  @Test
  @DisplayName("[L30] however a mark is written, it is one device and one budget")
  void however_a_mark_is_written_it_is_one_device_and_one_budget() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(mark.text().charAt(42));
    for (int spare = 0; spare < 4; spare++) {
      Optional<String> device =
          read(mark.text().substring(0, 42) + alphabet.charAt((last & ~3) + spare));
      assertThat(device.orElse(NAME)).isEqualTo(NAME);
    }
  }

  @Test
  @DisplayName("[L30] an old key's mark is good as long as the key is in the ring")
  void an_old_keys_mark_is_good_as_long_as_the_key_is_in_the_ring() {
    assertThat(mark.deviceOf(ACCOUNT, Acr.AAL1, ring(key(3), key(2)))).contains(NAME);
    assertThat(mark.deviceOf(ACCOUNT, Acr.AAL1, ring(key(3)))).isEmpty();
    assertThat(DeviceMark.of(ACCOUNT, Acr.AAL1, DEVICE, ring(key(3), key(2)))
            .deviceOf(ACCOUNT, Acr.AAL1, ring(key(3))))
        .contains(NAME);
  }

  @Test
  @DisplayName("[L30] a mark says in which realm it was given, and none that was made up does")
  void a_mark_says_in_which_realm_it_was_given() {
    byte[] device = DeviceMark.device(REALM, bytes(8, 0xAB), keys);
    DeviceMark given = DeviceMark.of(ACCOUNT, Acr.AAL1, device, keys);
    String name = given.deviceOf(ACCOUNT, Acr.AAL1, keys).orElseThrow();

    assertThat(given.deviceIn(REALM, keys)).contains(name);
    assertThat(given.deviceIn(REALM, ring(key(3), key(2)))).contains(name);
    assertThat(given.deviceIn(REALM, ring(key(3)))).isEmpty();
    assertThat(given.deviceIn(new RealmKey("another"), keys)).isEmpty();
    assertThat(mark.deviceIn(REALM, keys)).as("of before").isEmpty();
    assertThat(new DeviceMark("").deviceIn(REALM, keys)).isEmpty();
    for (int bit = 0; bit < 128; bit++) {
      byte[] flipped = device.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(DeviceMark.of(ACCOUNT, Acr.AAL1, flipped, keys).deviceIn(REALM, keys))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 16})
  void a_name_has_8_random_bytes(int length) {
    assertThatThrownBy(() -> DeviceMark.device(REALM, new byte[length], keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(length + " random bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void a_device_is_named_by_16_bytes(int length) {
    assertThatThrownBy(() -> DeviceMark.of(ACCOUNT, Acr.AAL1, new byte[length], keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(length + " random bytes");
  }

  @Test
  void text_of_another_length_is_no_mark_and_is_not_kept() {
    assertThat(new DeviceMark(mark.text() + "A").text()).isEmpty();
    assertThat(new DeviceMark(mark.text().substring(1)).text()).isEmpty();
    assertThat(read("")).isEmpty();
    assertThat(read("A".repeat(1_000_000))).isEmpty();
    assertThat(read(mark.text().substring(0, 42) + "=")).isEmpty();
    assertThat(read("=".repeat(43))).isEmpty();
  }

  @Test
  void anything_else_is_no_mark_and_never_an_error() {
    Chance.histories(500, chance -> {
      String text = chance.weird(40) + "A".repeat(43);
      assertThat(read(text.substring(0, 43))).isEmpty();
      assertThat(read(Base64.getUrlEncoder().withoutPadding().encodeToString(chance.bytes(32))))
          .isEmpty();
    });
  }
}
