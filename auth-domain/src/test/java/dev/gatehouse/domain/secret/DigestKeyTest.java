package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HMAC-SHA-256 as in RFC 2104, with the vectors of RFC 4231, section 4. */
class DigestKeyTest {
  /** Keys shorter than a block are filled up with zeros (RFC 2104, section 2), so the short keys of the vectors fit. */
  static Stream<Arguments> vectors() {
    return Stream.of(
        Arguments.of(
            "4.2",
            "0b".repeat(20),
            hex("Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Arguments.of(
            "4.3",
            hex("Jefe"),
            hex("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Arguments.of(
            "4.4",
            "aa".repeat(20),
            "dd".repeat(50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Arguments.of(
            "4.5",
            "0102030405060708090a0b0c0d0e0f10111213141516171819",
            "cd".repeat(50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  @ParameterizedTest(name = "RFC 4231, {0}")
  @MethodSource("vectors")
  void the_bare_digest_is_hmac_sha_256(String section, String key, String message, String digest) {
    assertThat(section).startsWith("4.");
    byte[] filled = Arrays.copyOf(HexFormat.of().parseHex(key), DigestKey.BYTES);
    byte[] bytes = HexFormat.of().parseHex(message);
    DigestKey digestKey = new DigestKey(1, filled);
    assertThat(digestKey.hmac(bytes, bytes.length)).isEqualTo(HexFormat.of().parseHex(digest));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
    longer[bytes.length] = 1;
    assertThat(digestKey.hmac(longer, bytes.length)).isEqualTo(HexFormat.of().parseHex(digest));
    assertThat(digestKey.hmac(longer, longer.length))
        .isNotEqualTo(HexFormat.of().parseHex(digest));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void a_key_of_other_than_32_bytes_does_not_exist(int length) {
    assertThatThrownBy(() -> new DigestKey(1, new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(length + " bytes");
  }

  @Test
  void a_key_does_not_change_with_the_array_it_came_from() {
    byte[] array = bytes(32, 7);
    DigestKey key = new DigestKey(9, array);
    Digest before = key.digest("label", "part");
    array[0]++;
    assertThat(key.digest("label", "part")).isEqualTo(before);
    assertThat(key.version()).isEqualTo(9);
  }

  @Test
  @DisplayName("[L03] label and parts are each preceded by their length")
  void label_and_parts_are_each_preceded_by_their_length() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(message);
    for (String part : List.of("label", "ab", "", "\u00fc")) {
      out.writeInt(part.getBytes(UTF_8).length);
      out.write(part.getBytes(UTF_8));
    }
    byte[] expected = key(1).hmac(message.toByteArray(), message.size());
    assertThat(key(1).digest("label", "ab", "", "\u00fc").bytes()).isEqualTo(expected);
    assertThat(key(1)
            .digest("label", "ab".getBytes(UTF_8), new byte[0], "\u00fc".getBytes(UTF_8))
            .bytes())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("[L03] no two lists of parts run into one another")
  void no_two_lists_of_parts_run_into_one_another() {
    DigestKey key = key(1);
    List<Digest> digests = List.of(
        key.digest("l", "ab", "c"),
        key.digest("l", "a", "bc"),
        key.digest("l", "abc"),
        key.digest("l", "abc", ""),
        key.digest("l", "", "abc"),
        key.digest("l", "a", "b", "c"),
        key.digest("la", "b", "c"),
        key.digest("labc", ""),
        key.digest("", "labc"),
        key.digest("l", "\u0000\u0000\u0000\u0001a"),
        key(2).digest("l", "abc"));
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("[L03] in random lists of parts only equal lists have equal digests")
  void in_random_lists_of_parts_only_equal_lists_have_equal_digests() {
    DigestKey key = key(1);
    List<String> pieces = List.of("", "a", "b", "ab", "ba", "\u0000", "\u0000\u0000\u0000\u0001");
    Chance.histories(1000, chance -> {
      String[] one = new String[chance.below(4)];
      String[] other = new String[chance.below(4)];
      Arrays.setAll(one, i -> chance.of(pieces));
      Arrays.setAll(other, i -> chance.of(pieces));
      assertThat(key.digest("l", one).equals(key.digest("l", other)))
          .isEqualTo(Arrays.equals(one, other));
    });
  }
}
