package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a body of {@code application/x-www-form-urlencoded} strictly (RFC 6749, appendix B): UTF-8, names and values only, no name twice (3.2 there). */
final class Form {
  private static final int LONGEST_NAME = 200;

  private Form() {}

  /** @throws Rejection 400 when it is no such form, 422 when a name comes twice */
  static ObjectNode read(byte[] bytes) {
    ObjectNode form = Json.object();
    List<Problem.Flaw> twice = new ArrayList<>();
    for (String pair : text(bytes).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals > LONGEST_NAME || pair.indexOf('=', equals + 1) >= 0) {
        throw malformed();
      }
      String name = decoded(pair.substring(0, equals));
      if (form.has(name)) {
        twice.add(new Problem.Flaw("/" + name, "a name twice", "each name once"));
      }
      form.put(name, decoded(pair.substring(equals + 1)));
    }
    if (!twice.isEmpty()) {
      throw Input.rejected(twice);
    }
    return form;
  }

  private static String decoded(String text) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) ((hex(text, i + 1) << 4) | hex(text, i + 2));
        i += 2;
      } else {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      }
    }
    return text(ByteBuffer.wrap(bytes, 0, length));
  }

  private static int hex(String text, int at) {
    int digit =
        at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  /** What is not ASCII has to be encoded. */
  private static String text(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= ' ') {
        throw malformed();
      }
    }
    return text(ByteBuffer.wrap(bytes));
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static Rejection malformed() {
    return Fault.MALFORMED_REQUEST.because("the body is no form of names and values in UTF-8");
  }
}
