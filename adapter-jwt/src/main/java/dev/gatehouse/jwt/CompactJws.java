package dev.gatehouse.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A JWS in compact form (RFC 7515, 7.1), cut into its parts: three, none empty, each in the one
 * spelling that base64url has without padding. Of one token there is therefore one text. Nothing is
 * read or verified yet.
 */
final class CompactJws {
  /** Ours have about 600 to 900 characters; longer texts are refused unread. */
  private static final int MAX_LENGTH = 8192;

  private final byte[] header;
  private final byte[] payload;
  private final byte[] signature;
  private final byte[] signed;

  private CompactJws(String text, String[] parts) {
    header = bytes(parts[0]);
    payload = bytes(parts[1]);
    signature = bytes(parts[2]);
    signed = text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} for every other text */
  static CompactJws parse(String text) {
    String[] parts = bounded(text).split("\\.", -1);
    if (parts.length != 3) {
      throw TokenDefect.refused();
    }
    return new CompactJws(text, parts);
  }

  /** The text, if it is short enough to be looked at. */
  static String bounded(String text) {
    if (text.length() > MAX_LENGTH) {
      throw TokenDefect.refused();
    }
    return text;
  }

  byte[] header() {
    return header;
  }

  byte[] payload() {
    return payload;
  }

  byte[] signature() {
    return signature;
  }

  /** What the signature is over: header and payload as they were sent. */
  byte[] signed() {
    return signed;
  }

  private static byte[] bytes(String part) {
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException notBase64url) {
      throw TokenDefect.refused();
    }
    // The JDK's decoder takes padding and ignores the spare bits of the last character.
    if (decoded.length == 0 || !base64url(decoded).equals(part)) {
      throw TokenDefect.refused();
    }
    return decoded;
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
