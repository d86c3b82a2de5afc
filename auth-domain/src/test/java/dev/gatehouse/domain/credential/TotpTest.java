package dev.gatehouse.domain.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vectors of RFC 4226 and RFC 6238, those of other implementations, and when a code is accepted. */
class TotpTest {
  private static final Pattern OBJECT = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\": \"?([^\",\\n]+)\"?");
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_012);
  private static final TotpSecret SECRET =
      TotpSecret.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

  private static List<Map<String, String>> vectors() {
    try (InputStream file = TotpTest.class.getResourceAsStream("/vectors/totp.json")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      List<Map<String, String>> all = new ArrayList<>();
      for (Matcher object = OBJECT.matcher(text.substring(1)); object.find(); ) {
        Map<String, String> members = new HashMap<>();
        for (Matcher member = MEMBER.matcher(object.group(1)); member.find(); ) {
          members.put(member.group(1), member.group(2));
        }
        all.add(members);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> each_vector_has_its_code() {
    List<Map<String, String>> codes =
        vectors().stream().filter(vector -> vector.containsKey("code")).toList();
    assertThat(codes).hasSize(18 + 10 + 3);
    return codes.stream()
        .map(vector -> DynamicTest.dynamicTest(vector.get("id"), () -> {
          long counter = vector.containsKey("counter")
              ? number(vector, "counter")
              : number(vector, "time") / number(vector, "period");
          assertThat(Totp.code(
                  "Hmac" + vector.getOrDefault("algorithm", "SHA1"), key(vector), counter, (int)
                      number(vector, "digits")))
              .isEqualTo(vector.get("code"));
        }));
  }

  private static long number(Map<String, String> vector, String name) {
    return Long.parseLong(vector.get(name));
  }

  private static byte[] key(Map<String, String> vector) {
    return vector.containsKey("secret_hex")
        ? HexFormat.of().parseHex(vector.get("secret_hex"))
        : base32(vector.get("secret_base32"));
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int pending = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      pending = (pending << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (pending >> bits);
        pending &= (1 << bits) - 1;
      }
    }
    return bytes;
  }

  @TestFactory
  Stream<DynamicTest> each_secret_is_written_in_base32() {
    return vectors().stream()
        .filter(vector -> vector.containsKey("secret_base32"))
        .map(vector -> DynamicTest.dynamicTest(
            vector.get("id"),
            () -> assertThat(new TotpSecret(key(vector)).base32())
                .isEqualTo(vector.get("secret_base32"))));
  }

  @TestFactory
  Stream<DynamicTest> each_key_uri_begins_as_ours() {
    List<Map<String, String>> uris =
        vectors().stream().filter(vector -> vector.containsKey("uri")).toList();
    assertThat(uris).hasSize(2);
    return uris.stream()
        .map(vector -> DynamicTest.dynamicTest(vector.get("issuer"), () -> {
          String secret = vector.get("uri").replaceAll(".*secret=(\\w+).*", "$1");
          String account = vector.get("label").substring(vector.get("issuer").length() + 1);
          assertThat(new TotpSecret(base32(secret)).uri(vector.get("issuer"), account))
              .startsWith(vector.get("uri"))
              .endsWith("&algorithm=SHA1&digits=6&period=30");
        }));
  }

  @Test
  void what_could_end_a_part_of_the_uri_is_encoded() {
    assertThat(SECRET.uri("a:b&c", "é?#/%"))
        .startsWith("otpauth://totp/a%3Ab%26c:%C3%A9%3F%23%2F%25?secret=")
        .contains("&issuer=a%3Ab%26c&");
  }

  @Test
  void a_code_is_accepted_a_step_early_and_a_step_late_and_no_further() {
    long step = Totp.step(NOW);
    for (long off = -3; off <= 3; off++) {
      assertThat(accept(Totp.code(SECRET, step + off), -1))
          .as("%d steps off", off)
          .isEqualTo(Math.abs(off) <= 1 ? OptionalLong.of(step + off) : OptionalLong.empty());
    }
  }

  @Test
  @DisplayName("[L09] no code is accepted of a step that was accepted, or of one before it")
  void a_step_is_accepted_once() {
    long step = Totp.step(NOW);
    for (long off = -1; off <= 1; off++) {
      String code = Totp.code(SECRET, step + off);
      assertThat(accept(code, step + off)).isEmpty();
      assertThat(accept(code, step + off + 5)).isEmpty();
      assertThat(accept(code, step + off - 1)).hasValue(step + off);
    }
  }

  @Test
  void spaces_do_not_matter_and_everything_else_does() {
    long step = Totp.step(NOW);
    String code = Totp.code(SECRET, step);

    assertThat(accept(" " + code.substring(0, 3) + " " + code.substring(3) + "\t", -1))
        .hasValue(step);
    for (String wrong : List.of(
        "", code.substring(1), "0" + code, code + "0", code + "\u0660", "+" + code.substring(1))) {
      assertThat(accept(wrong, -1)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_step_is_half_a_minute_also_before_1970() {
    assertThat(Totp.step(Instant.EPOCH)).isZero();
    assertThat(Totp.step(Instant.ofEpochSecond(29, 999_999_999))).isZero();
    assertThat(Totp.step(Instant.ofEpochSecond(30))).isEqualTo(1);
    assertThat(Totp.step(Instant.ofEpochSecond(-1))).isEqualTo(-1);
  }

  @Test
  @DisplayName("[L40] the secret is not told")
  void the_secret_is_not_told() {
    assertThat(SECRET).hasToString("TotpSecret[redacted]");
  }

  private static OptionalLong accept(String code, long last) {
    return Totp.accept(SECRET, code, last, NOW);
  }
}
