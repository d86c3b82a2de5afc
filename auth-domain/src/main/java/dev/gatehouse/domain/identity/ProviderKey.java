package dev.gatehouse.domain.identity;

import java.util.regex.Pattern;

/**
 * Who vouches for a person, and in which way its subjects are to be read: 1 to 40 of {@code a-z 0-9 . -}, a letter first. A provider that names people in two
 * ways has two keys, so that a subject of one kind never passes for one of the other.
 */
public record ProviderKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9.-]{0,39}");

  public ProviderKey {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "provider '" + value.substring(0, Math.min(value.length(), 50))
              + "' is not 1 to 40 of a-z 0-9 . - beginning with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
