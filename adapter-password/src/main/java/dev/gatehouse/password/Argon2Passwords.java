package dev.gatehouse.password;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.port.Randomness;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Passwords by Argon2id (RFC 9106), within a budget. */
final class Argon2Passwords implements PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int TAG_BYTES = 32;
  /** A stored hash is run if it costs at most this many times what a new one does. More is broken, or written by an attacker to burn our time. */
  private static final int MOST_WORK = 16;

  private final Argon2Engine engine;
  private final HashingBudget budget;
  private final Randomness randomness;
  private final Argon2Recipe inForce;
  private final Argon2Hash decoy;

  Argon2Passwords(
      Argon2Engine engine, HashingBudget budget, Randomness randomness, Argon2Cost cost) {
    this.engine = engine;
    this.budget = budget;
    this.randomness = randomness;
    this.inForce = new Argon2Recipe(Argon2Variant.ID, Argon2Recipe.VERSION_1_3, cost, TAG_BYTES);
    this.decoy = new Argon2Hash(inForce, new byte[SALT_BYTES], new byte[TAG_BYTES]);
  }

  @Override
  public PasswordHash hash(Password password) {
    byte[] salt = randomness.bytes(SALT_BYTES);
    return new Argon2Hash(inForce, salt, tag(inForce, password, salt)).encoded();
  }

  @Override
  public boolean matches(Password password, Optional<PasswordHash> stored) {
    Optional<Argon2Hash> real = stored.flatMap(this::bearable);
    // no hash, or one that can't be run, costs what a real one does
    Argon2Hash asked = real.orElse(decoy);
    byte[] tag = tag(asked.recipe(), password, asked.salt());
    boolean equal = MessageDigest.isEqual(tag, asked.tag());
    Arrays.fill(tag, (byte) 0);
    return equal && real.isPresent();
  }

  @Override
  public void expectRoom() {
    budget.expectRoom();
  }

  @Override
  public boolean outdated(PasswordHash stored) {
    return bearable(stored)
        .map(hash -> hash.salt().length < SALT_BYTES || hash.recipe().weakerThan(inForce))
        .orElse(true);
  }

  private Optional<Argon2Hash> bearable(PasswordHash stored) {
    return Argon2Hash.parse(stored).filter(hash -> bearable(hash.recipe().cost()));
  }

  private boolean bearable(Argon2Cost cost) {
    return budget.fits(cost.memoryKib())
        && cost.work() <= MOST_WORK * inForce.cost().work();
  }

  private byte[] tag(Argon2Recipe recipe, Password password, byte[] salt) {
    return budget.spend(recipe.cost().memoryKib(), () -> {
      Argon2Input input = new Argon2Input(password.utf8(), salt);
      try {
        return engine.tag(recipe, input);
      } finally {
        input.wipe();
      }
    });
  }
}
