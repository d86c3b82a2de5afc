package dev.gatehouse.password;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/** A computation of Argon2 (RFC 9106). It takes one thread, however many lanes there are. */
interface Argon2Engine {
  /** For operators: {@code native} or {@code bouncycastle}. */
  String name();

  /** The tag, of the length that the recipe says. */
  byte[] tag(Argon2Recipe recipe, Argon2Input input);

  /** The preferred engine if it loads and computes a known tag, else the other one: a library may be missing, built for another system, or the system's own of an odd version. */
  static Argon2Engine firstThatWorks(
      Supplier<Argon2Engine> preferred, Supplier<Argon2Engine> other) {
    try {
      Argon2Engine engine = preferred.get();
      return computesTheKnownTag(engine) ? engine : other.get();
    } catch (LinkageError | RuntimeException broken) {
      return other.get();
    }
  }

  /** A PHC test value with two lanes, so that walking them in one thread is checked too. */
  private static boolean computesTheKnownTag(Argon2Engine engine) {
    Argon2Recipe recipe =
        new Argon2Recipe(Argon2Variant.ID, Argon2Recipe.VERSION_1_3, new Argon2Cost(32, 3, 2), 32);
    Argon2Input input = new Argon2Input(
        "test".getBytes(StandardCharsets.UTF_8),
        "HUi9btyxcG5dtcuE".getBytes(StandardCharsets.UTF_8));
    byte[] known = Base64.getDecoder().decode("RXnb8rh7LaDcn07xsssqqulZYXOM/EUCEFMVcAcyYVk");
    return Arrays.equals(known, engine.tag(recipe, input));
  }
}
