package dev.gatehouse.telegram;

import java.io.ByteArrayOutputStream;

/** The encoding of a query string ({@code application/x-www-form-urlencoded}), strictly: the JDK's decoder replaces what is no UTF-8. */
final class PercentEncoding {
  private PercentEncoding() {}

  static String decode(String encoded) {
    if (!Utf8.isText(encoded)) {
      throw Flawed.malformed();
    }
    byte[] from = Utf8.bytes(encoded);
    ByteArrayOutputStream to = new ByteArrayOutputStream(from.length);
    for (int i = 0; i < from.length; i++) {
      switch (from[i]) {
        case '+' -> to.write(' ');
        case '%' -> {
          to.write(octet(from, i + 1));
          i += 2;
        }
        default -> to.write(from[i]);
      }
    }
    return Utf8.strict(to.toByteArray());
  }

  private static int octet(byte[] from, int at) {
    int high = at + 1 < from.length ? Character.digit((char) from[at], 16) : -1;
    int low = at + 1 < from.length ? Character.digit((char) from[at + 1], 16) : -1;
    if (high < 0 || low < 0) {
      throw Flawed.malformed();
    }
    return high << 4 | low;
  }
}
