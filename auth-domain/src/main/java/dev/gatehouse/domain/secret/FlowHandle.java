package dev.gatehouse.domain.secret;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ties what something else continues (a mail, a provider) to who began it: 32 random bytes, base64url. */
public final class FlowHandle {
  public static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;

  private FlowHandle(String text) {
    this.text = text;
  }

  public static FlowHandle of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + BYTES + " expected");
    }
    return new FlowHandle(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** Reads a handle that was presented; text of another shape is no handle. */
  public static Optional<FlowHandle> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new FlowHandle(text)) : Optional.empty();
  }

  /** For the answer to who began the flow. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "FlowHandle[redacted]";
  }
}
