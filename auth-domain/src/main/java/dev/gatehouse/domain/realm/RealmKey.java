package dev.gatehouse.domain.realm;

import java.util.regex.Pattern;

/** Names a realm: 1 to 32 of {@code [a-z0-9-]}, beginning with a letter or digit. */
public record RealmKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public RealmKey {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("realm key '" + value
          + "' is not 1 to 32 of [a-z0-9-], beginning with a letter or digit");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
