package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SecretTextTest {
  private static byte[] randomOf(long first) {
    byte[] random = bytes(32, 0xEE);
    ByteBuffer.wrap(random).putLong(first);
    return random;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 000000",
    "7, 000007",
    "42, 000042",
    "99999, 099999",
    "999999, 999999",
    "1000000, 000000",
    "1000007, 000007",
    "9223372036854775807, 775807",
    "-1, 775807",
    "-9223372036854775808, 000000",
  })
  void digits_are_six_with_their_leading_zeros(long random, String code) {
    assertThat(SecretText.fresh(Purpose.Form.DIGITS, randomOf(random)).reveal()).isEqualTo(code);
  }

  @Test
  void digits_are_latin_wherever_the_machine_stands() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(SecretText.fresh(Purpose.Form.DIGITS, randomOf(123456)).reveal())
          .isEqualTo("123456");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void no_digit_is_likelier_than_another_in_any_place() {
    int rounds = 20_000;
    int[][] seen = new int[6][10];
    Chance chance = new Chance(1);
    for (int i = 0; i < rounds; i++) {
      String code = SecretText.fresh(Purpose.Form.DIGITS, chance.bytes(32)).reveal();
      assertThat(code).hasSize(6);
      for (int place = 0; place < 6; place++) {
        seen[place][code.charAt(place) - '0']++;
      }
    }
    // chi squared with 9 degrees of freedom: above 40 in fewer than one of 100,000 fair tries
    for (int[] place : seen) {
      double even = rounds / 10.0;
      double chi =
          Arrays.stream(place).mapToDouble(n -> (n - even) * (n - even) / even).sum();
      assertThat(chi).as("%s", Arrays.toString(place)).isLessThan(40);
    }
  }

  @Test
  void a_link_is_all_of_the_random_bytes() {
    assertThat(SecretText.fresh(Purpose.Form.LINK, bytes(32, 0xFF)).reveal())
        .isEqualTo("_".repeat(42) + "8");
    assertThat(SecretText.fresh(Purpose.Form.LINK, randomOf(1)).reveal())
        .matches("[A-Za-z0-9_-]{43}")
        .isNotEqualTo(SecretText.fresh(Purpose.Form.LINK, randomOf(2)).reveal());
    byte[] last = bytes(32, 0);
    last[31] = 1;
    assertThat(SecretText.fresh(Purpose.Form.LINK, last).reveal())
        .isNotEqualTo(SecretText.fresh(Purpose.Form.LINK, bytes(32, 0)).reveal());
  }

  @ParameterizedTest
  @EnumSource(Purpose.Form.class)
  void fewer_than_32_random_bytes_make_no_secret(Purpose.Form form) {
    assertThat(SecretText.fresh(form, bytes(32, 1)).reveal()).isNotEmpty();
    assertThatThrownBy(() -> SecretText.fresh(form, bytes(31, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31 random bytes");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "123456",
        "'  123456'",
        "'123456 '",
        "'123 456'",
        "'1 2 3 4 5 6'",
        "'\t123\n456\r\n'",
        "'123\u00a0456'",
        "'123\u2009456'",
        "'\u3000123456\u2028'"
      })
  void white_space_around_and_inside_is_the_persons_not_the_codes(String typed) {
    assertThat(new SecretText(typed).reveal()).isEqualTo("123456");
    assertThat(new SecretText(typed).bytes()).isEqualTo("123456".getBytes(UTF_8));
  }

  @Test
  void anything_that_is_not_white_space_counts() {
    assertThat(new SecretText("12345\u200b6").reveal()).isNotEqualTo("123456");
    assertThat(new SecretText("123-456").reveal()).isEqualTo("123-456");
    assertThat(new SecretText("\u0661\u0662\u0663").reveal()).isEqualTo("\u0661\u0662\u0663");
    assertThat(new SecretText("").reveal()).isEmpty();
    assertThat(new SecretText("   ").reveal()).isEmpty();
  }

  @Test
  void what_stands_for_it_is_the_digest_of_its_text_without_white_space() {
    Digest digest = new SecretText(" a b\tc ").digest();
    assertThat(digest.hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(new SecretText("abd").digest()).isNotEqualTo(digest);
  }

  @Test
  void at_most_128_characters_matter() {
    assertThat(new SecretText("x".repeat(128)).reveal()).hasSize(128);
    assertThat(new SecretText("x".repeat(129)).reveal()).hasSize(128);
    assertThat(new SecretText(" ".repeat(122) + "123456" + "9").reveal()).isEqualTo("123456");
    assertThat(new SecretText(" ".repeat(128) + "123456").reveal()).isEmpty();
  }
}
