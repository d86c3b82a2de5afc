package dev.gatehouse.domain.credential;

import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a secret is written: to be typed, and to be scanned. */
class TotpSecretTest {
  private static final TotpSecret SECRET = TotpSecret.of(bytes(TotpSecret.BYTES, 0));

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  @DisplayName("RFC 4648, 10: the examples of base32, without their padding")
  void the_examples_of_base32(String text, String base32) {
    assertThat(new TotpSecret(text.getBytes(StandardCharsets.US_ASCII)).base32())
        .isEqualTo(base32);
  }

  @Test
  void what_every_reader_of_an_address_leaves_alone_is_not_encoded() {
    String plain = "-._~@azAZ09";
    assertThat(SECRET.uri(plain, plain))
        .startsWith("otpauth://totp/" + plain + ":" + plain + "?secret=")
        .contains("&issuer=" + plain + "&");
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', a%20b",
    "a+b, a%2Bb",
    "a/b, a%2Fb",
    "\u007f, %7F",
    "\u0080, %C2%80",
    "\u00aa, %C2%AA",
    "\u00e9, %C3%A9",
    "\u0661, %D9%A1",
    "\ud83d\ude00, %F0%9F%98%80"
  })
  void anything_else_is_encoded_by_its_octets(String text, String encoded) {
    assertThat(SECRET.uri(text, "x")).startsWith("otpauth://totp/" + encoded + ":x?");
  }
}
