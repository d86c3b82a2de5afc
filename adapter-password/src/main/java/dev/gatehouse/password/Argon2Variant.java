package dev.gatehouse.password;

import java.util.Locale;

/** How Argon2 addresses its memory (RFC 9106, 3.1: the type y). */
enum Argon2Variant {
  D(0),
  I(1),
  ID(2);

  private final int code;

  Argon2Variant(int code) {
    this.code = code;
  }

  /** The type as RFC 9106 numbers it. */
  int code() {
    return code;
  }

  /** As in a PHC string: {@code argon2id}. */
  String label() {
    return "argon2" + name().toLowerCase(Locale.ROOT);
  }

  static Argon2Variant ofLabel(String label) {
    return valueOf(label.substring("argon2".length()).toUpperCase(Locale.ROOT));
  }
}
