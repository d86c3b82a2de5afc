package dev.gatehouse.domain.account;

import dev.gatehouse.domain.refusal.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/** A login name as its owner writes it: 3 to 50 of {@code [A-Za-z0-9_.-]}; unique per realm without regard to case. */
public record Username(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{3,50}");
  private static final String ACCEPTED = "3 to 50 of A-Z a-z 0-9 _ . -";

  public Username {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a username (" + value.length() + " characters); " + ACCEPTED + " is expected");
    }
  }

  /** Validates what a person typed. */
  public static Username parse(String text) {
    String stripped = text.strip();
    if (!SHAPE.matcher(stripped).matches()) {
      throw new Refusal.ValueRejected("login", "text of " + text.length() + " characters", ACCEPTED)
          .thrown();
    }
    return new Username(stripped);
  }

  /** What uniqueness is judged by. */
  public String canonical() {
    return value.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Username that && canonical().equals(that.canonical());
  }

  @Override
  public int hashCode() {
    return canonical().hashCode();
  }

  @Override
  public String toString() {
    return "Username[…]";
  }
}
