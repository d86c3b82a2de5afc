package dev.gatehouse.password;

import java.util.stream.Stream;

/** The two engines, for tests that hold for either. */
final class Engines {
  private Engines() {}

  static Stream<Argon2Engine> both() {
    return Stream.of(nativeEngine(), new BouncyArgon2());
  }

  static Argon2Engine nativeEngine() {
    return Passwords.Settings.DEFAULT.nativeEngine();
  }
}
