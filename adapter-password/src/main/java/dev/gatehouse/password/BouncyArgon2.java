package dev.gatehouse.password;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2 in Java: runs everywhere, a fifth slower, and every hash is as much heap garbage as the memory it fills. */
final class BouncyArgon2 implements Argon2Engine {
  @Override
  public String name() {
    return "bouncycastle";
  }

  @Override
  public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters(recipe, input));
    byte[] tag = new byte[recipe.tagBytes()];
    generator.generateBytes(input.password(), tag);
    return tag;
  }

  private static Argon2Parameters parameters(Argon2Recipe recipe, Argon2Input input) {
    return new Argon2Parameters.Builder(recipe.variant().code())
        .withVersion(recipe.version())
        .withMemoryAsKB(recipe.cost().memoryKib())
        .withIterations(recipe.cost().iterations())
        .withParallelism(recipe.cost().parallelism())
        .withSalt(input.salt())
        .withSecret(input.secret())
        .withAdditional(input.associated())
        .build();
  }
}
