package dev.gatehouse.domain.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A stored hash as a PHC string: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Which parameters are bearable is for the hasher to say. */
public final class PasswordHash {
  private static final int MAX = 512;
  private final String phc;

  public PasswordHash(String phc) {
    if (phc.length() > MAX || !phc.startsWith("$")) {
      throw new IllegalArgumentException(
          "not a PHC string of at most " + MAX + " characters (" + phc.length() + " characters)");
    }
    this.phc = phc;
  }

  /** For the hasher and the store only. */
  public String phc() {
    return phc;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return phc.hashCode();
  }

  private byte[] bytes() {
    return phc.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "PasswordHash[redacted]";
  }
}
