package dev.gatehouse.password;

import java.util.Arrays;

/** What is hashed (RFC 9106, 3.1: P, S, K, X). The arrays are not copied; {@link #wipe} overwrites the password and the secret. */
final class Argon2Input {
  private static final byte[] NONE = {};

  private final byte[] password;
  private final byte[] salt;
  private final byte[] secret;
  private final byte[] associated;

  Argon2Input(byte[] password, byte[] salt) {
    this(password, salt, NONE, NONE);
  }

  Argon2Input(byte[] password, byte[] salt, byte[] secret, byte[] associated) {
    this.password = password;
    this.salt = salt;
    this.secret = secret;
    this.associated = associated;
  }

  byte[] password() {
    return password;
  }

  byte[] salt() {
    return salt;
  }

  byte[] secret() {
    return secret;
  }

  byte[] associated() {
    return associated;
  }

  void wipe() {
    Arrays.fill(password, (byte) 0);
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public String toString() {
    return "Argon2Input[redacted]";
  }
}
