package dev.gatehouse.telegram;

import java.util.Base64;
import java.util.Optional;

/** base64url without padding (RFC 4648, 5), in its one spelling: the JDK's decoder takes padding, and ignores the spare bits of the last character. */
final class Base64Url {
  private Base64Url() {}

  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Optional.of(bytes).filter(read -> encode(read).equals(text));
    } catch (IllegalArgumentException notBase64Url) {
      return Optional.empty();
    }
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
