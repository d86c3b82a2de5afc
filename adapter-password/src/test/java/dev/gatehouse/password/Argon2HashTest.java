package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.credential.PasswordHash;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2HashTest {
  private static final String SALT = "SFVpOWJ0eXhjRzVkdGN1RQ";
  private static final String TAG = "RXnb8rh7LaDcn07xsssqqulZYXOM/EUCEFMVcAcyYVk";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=19456,t=2,p=1$" + SALT + "$" + TAG,
        "$argon2d$v=19$m=32,t=3,p=4$" + SALT + "$" + TAG,
        "$argon2i$v=16$m=999999999,t=999999999,p=64$" + SALT + "$NfEnUOuUpb7F2fQkgFUG4g",
      })
  void what_is_parsed_is_written_back_the_same(String phc) {
    assertThat(Argon2Hash.parse(new PasswordHash(phc)).map(Argon2Hash::encoded))
        .contains(new PasswordHash(phc));
  }

  @Test
  void an_encoding_without_version_is_of_version_16() {
    Argon2Hash hash = Argon2Hash.parse(
            new PasswordHash("$argon2i$m=256,t=2,p=1$" + SALT + "$" + TAG))
        .orElseThrow();

    assertThat(hash.recipe())
        .isEqualTo(new Argon2Recipe(Argon2Variant.I, 16, new Argon2Cost(256, 2, 1), 32));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$",
        "$argon2id",
        "$2b$12$abcdefghijklmnopqrstuv",
        "$scrypt$ln=16,r=8,p=1$" + SALT + "$" + TAG,
        "$argon2x$v=19$m=32,t=3,p=1$" + SALT + "$" + TAG,
        "$Argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=18$m=32,t=3,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=$m=32,t=3,p=1$" + SALT + "$" + TAG,
        "$argon2id$m=32,t=3,p=1$v=19$" + SALT + "$" + TAG,
        "$argon2id$v=19$t=3,m=32,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=32,t=3$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=32,t=3,p=1,keyid=AAAA$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=32,t=3,p=1$" + SALT,
        "$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$",
        "$argon2id$v=19$m=32,t=3,p=1$$" + TAG,
        "$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + TAG + "$",
        "$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + TAG + "\n",
        " $argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + TAG,
      })
  void what_is_not_of_the_shape_is_nothing(String phc) {
    assertNothing(phc.startsWith("$") ? phc : "$" + phc);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=0,t=3,p=1",
        "m=7,t=3,p=1",
        "m=31,t=3,p=4",
        "m=032,t=3,p=1",
        "m=-32,t=3,p=1",
        "m=+32,t=3,p=1",
        "m=32,t=0,p=1",
        "m=32,t=3,p=0",
        "m=1024,t=3,p=65",
        "m=32,t=3,p=999999999",
        "m=2147483648,t=3,p=1",
        "m=4294967295,t=3,p=1",
        "m=32,t=1000000000,p=1",
        "m=32,t=99999999999999999999,p=1",
        "m=٣٢,t=3,p=1",
      })
  void parameters_that_argon2_does_not_have_are_nothing(String parameters) {
    assertNothing("$argon2id$v=19$" + parameters + "$" + SALT + "$" + TAG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SFVpOWJ0eXhjRzVkdGN1RQ==", // padding
        "SFVpOWJ0eXhjRzVkdGN1RR", // bits left over
        "SFVpOWJ0eXhjRzVkdGN1R", // no byte has six bits
        "SFVpOWJ0eXhjRzVkdGN1-_", // the alphabet of URLs
        "SFVpOWJ0eXhj RzVkdGN1RQ",
        "SFVpOWJ0eQ", // 7 bytes
      })
  void a_salt_that_is_not_strict_base64_of_8_to_64_bytes_is_nothing(String salt) {
    assertNothing("$argon2id$v=19$m=32,t=3,p=1$" + salt + "$" + TAG);
  }

  @Test
  void a_tag_of_less_than_16_or_more_than_64_bytes_is_nothing() {
    assertNothing("$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + "A".repeat(20));
    assertNothing("$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + "A".repeat(87));
    assertNothing("$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + "A".repeat(300));
  }

  @Test
  void every_truncation_is_nothing_but_where_a_shorter_tag_is_left() {
    String prefix = "$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$";
    String phc = prefix + TAG;
    for (int length = 1; length < phc.length(); length++) {
      boolean parsed =
          Argon2Hash.parse(new PasswordHash(phc.substring(0, length))).isPresent();
      assertThat(parsed && length < prefix.length() + 22)
          .as("%d characters", length)
          .isFalse();
    }
  }

  @Test
  void a_hash_is_not_made_of_too_little() {
    Argon2Recipe recipe = new Argon2Recipe(Argon2Variant.ID, 19, new Argon2Cost(32, 3, 1), 32);

    assertThatThrownBy(() -> new Argon2Hash(recipe, new byte[7], new byte[32]))
        .hasMessage("salt of 7 bytes is outside 8 to 64");
    assertThatThrownBy(() -> new Argon2Hash(recipe, new byte[8], new byte[15]))
        .hasMessage("tag of 15 bytes is outside 16 to 64");
    assertThatThrownBy(() -> new Argon2Recipe(Argon2Variant.ID, 20, new Argon2Cost(32, 3, 1), 32))
        .hasMessage("Argon2 version 20 is unknown: 16 or 19");
  }

  @Test
  @DisplayName("[L40] what is printed holds neither salt, tag, password nor secret")
  void what_is_printed_holds_no_secret() {
    Argon2Hash hash = Argon2Hash.parse(
            new PasswordHash("$argon2id$v=19$m=32,t=3,p=1$" + SALT + "$" + TAG))
        .orElseThrow();

    assertThat(hash).hasToString("Argon2Hash[redacted]");
    assertThat(hash.encoded()).hasToString("PasswordHash[redacted]");
    assertThat(new Argon2Input(new byte[] {1}, new byte[] {2}))
        .hasToString("Argon2Input[redacted]");
  }

  private static void assertNothing(String phc) {
    assertThat(Argon2Hash.parse(new PasswordHash(phc))).isEmpty();
  }
}
