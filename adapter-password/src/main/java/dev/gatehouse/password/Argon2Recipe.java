package dev.gatehouse.password;

/**
 * Everything about a hash that is not its input.
 *
 * @param version 16 or 19 (RFC 9106 is 19)
 * @param tagBytes the length of the tag
 */
record Argon2Recipe(Argon2Variant variant, int version, Argon2Cost cost, int tagBytes) {
  static final int VERSION_1_0 = 16;
  static final int VERSION_1_3 = 19;

  Argon2Recipe {
    if (version != VERSION_1_0 && version != VERSION_1_3) {
      throw new IllegalArgumentException("Argon2 version " + version + " is unknown: 16 or 19");
    }
  }

  /** Whether a hash made this way should be made anew the other way. */
  boolean weakerThan(Argon2Recipe other) {
    return variant != other.variant
        || version != other.version
        || tagBytes < other.tagBytes
        || cost.weakerThan(other.cost);
  }
}
