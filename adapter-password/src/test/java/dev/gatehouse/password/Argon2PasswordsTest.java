package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2PasswordsTest {
  private static final Password RIGHT = new Password("correct horse battery staple");
  private static final Password WRONG = new Password("correct horse battery stapler");
  private static final Argon2Cost COST = new Argon2Cost(1024, 2, 1);
  private static final String SALT = "SFVpOWJ0eXhjRzVkdGN1RQ";
  private static final String TAG = "RXnb8rh7LaDcn07xsssqqulZYXOM/EUCEFMVcAcyYVk";

  /** Notes what it is asked; the tag depends on nothing. */
  private static final class NotingEngine implements Argon2Engine {
    private final List<Argon2Recipe> asked = new ArrayList<>();
    private final List<Argon2Input> inputs = new ArrayList<>();

    @Override
    public String name() {
      return "noting";
    }

    @Override
    public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
      asked.add(recipe);
      inputs.add(input);
      return new byte[recipe.tagBytes()];
    }
  }

  private final NotingEngine noting = new NotingEngine();

  private static Argon2Passwords hasher(Argon2Engine engine, Argon2Cost cost) {
    return new Argon2Passwords(
        engine, new HashingBudget(1024, 4, Duration.ofMillis(50)), new CountingRandomness(), cost);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.password.Engines#both")
  void a_password_matches_its_own_hash_and_no_other(Argon2Engine engine) {
    Argon2Passwords hasher = hasher(engine, COST);
    Optional<PasswordHash> stored = Optional.of(hasher.hash(RIGHT));

    assertThat(hasher.matches(RIGHT, stored)).isTrue();
    assertThat(hasher.matches(WRONG, stored)).isFalse();
    assertThat(hasher.matches(new Password(""), stored)).isFalse();
    assertThat(hasher.matches(new Password("x".repeat(100_000)), stored)).isFalse();
    assertThat(hasher.outdated(stored.orElseThrow())).isFalse();
  }

  @Test
  void the_engines_agree_on_empty_long_and_foreign_passwords() {
    Argon2Passwords first = hasher(Engines.nativeEngine(), new Argon2Cost(64, 3, 4));
    Argon2Passwords second = hasher(new BouncyArgon2(), new Argon2Cost(64, 3, 4));
    for (String text : List.of("", "x", "пароль 密码 🔑", "x".repeat(1024))) {
      assertThat(first.hash(new Password(text))).isEqualTo(second.hash(new Password(text)));
    }
  }

  @Test
  void the_salt_is_sixteen_bytes_of_the_randomness_given_and_new_for_every_hash() {
    Argon2Passwords hasher = hasher(noting, COST);

    assertThat(hasher.hash(RIGHT).phc())
        .startsWith("$argon2id$v=19$m=1024,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$");
    assertThat(hasher.hash(RIGHT).phc())
        .startsWith("$argon2id$v=19$m=1024,t=2,p=1$AgICAgICAgICAgICAgICAg$");
    assertThat(noting.asked).containsOnly(new Argon2Recipe(Argon2Variant.ID, 19, COST, 32));
  }

  @Test
  void a_missing_hash_costs_one_hash_with_the_parameters_in_force_and_matches_nothing() {
    // this engine's tag equals the decoy's: the answer is no all the same
    assertThat(hasher(noting, COST).matches(RIGHT, Optional.empty())).isFalse();
    assertThat(noting.asked).containsExactly(new Argon2Recipe(Argon2Variant.ID, 19, COST, 32));
    assertThat(noting.inputs.get(0).salt()).hasSize(16);
  }

  @ParameterizedTest
  @DisplayName(
      "[L37] a stored hash that is broken or costs too much is not run: a decoy is, and it matches nothing")
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=2147483648,t=1,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=999999999,t=1,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=4097,t=1,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=1000000000,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=999999999,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=33,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=1,p=99$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=2,p=1$" + SALT,
        "$2b$12$GhvMmNVjRW29ulnudl.LbuAnUtN/LRfe1JsBm1Xu6LE3059z5Tr8m",
      })
  void a_stored_hash_that_is_broken_or_costs_too_much_is_not_run(String phc) {
    Argon2Passwords hasher = hasher(noting, COST);

    assertThat(hasher.matches(RIGHT, Optional.of(new PasswordHash(phc)))).isFalse();
    assertThat(noting.asked).containsExactly(new Argon2Recipe(Argon2Variant.ID, 19, COST, 32));
    assertThat(hasher.outdated(new PasswordHash(phc))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m=4096,t=8,p=1", "m=1024,t=32,p=1", "m=8,t=4096,p=1", "m=1024,t=2,p=64"})
  void a_stored_hash_at_the_bounds_is_run(String parameters) {
    hasher(noting, COST)
        .matches(
            RIGHT,
            Optional.of(new PasswordHash("$argon2id$v=19$" + parameters + "$" + SALT + "$" + TAG)));

    assertThat(noting.asked).hasSize(1);
    assertThat(noting.asked.get(0).cost()).isNotEqualTo(COST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2i$v=19$m=1024,t=2,p=2$" + SALT + "$" + TAG,
        "$argon2d$v=19$m=1024,t=2,p=2$" + SALT + "$" + TAG,
        "$argon2id$v=16$m=1024,t=2,p=2$" + SALT + "$" + TAG,
        "$argon2id$m=1024,t=2,p=2$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1023,t=2,p=2$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=2048,t=1,p=2$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=2,p=1$" + SALT + "$" + TAG,
        "$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHQ$" + TAG,
        "$argon2id$v=19$m=1024,t=2,p=2$" + SALT + "$NfEnUOuUpb7F2fQkgFUG4g",
      })
  void a_hash_that_is_weaker_in_anything_is_outdated(String phc) {
    assertThat(hasher(noting, new Argon2Cost(1024, 2, 2)).outdated(new PasswordHash(phc)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m=1024,t=2,p=2", "m=1025,t=2,p=2", "m=1024,t=3,p=2", "m=1024,t=2,p=4"})
  void a_hash_as_strong_or_stronger_is_not_outdated(String parameters) {
    Argon2Passwords hasher = hasher(noting, new Argon2Cost(1024, 2, 2));

    assertThat(hasher.outdated(
            new PasswordHash("$argon2id$v=19$" + parameters + "$" + SALT + "$" + TAG)))
        .isFalse();
    assertThat(hasher.outdated(new PasswordHash(
            "$argon2id$v=19$" + parameters + "$" + "A".repeat(32) + "$" + "A".repeat(86))))
        .isFalse();
    assertThat(noting.asked).isEmpty();
  }

  @Test
  @DisplayName("[L40] the password's bytes are wiped when the hash is made")
  void the_passwords_bytes_are_wiped() {
    hasher(noting, COST).hash(RIGHT);

    assertThat(noting.inputs.get(0).password()).hasSize(28).containsOnly(0);
  }

  @Test
  @DisplayName(
      "[L37] a full budget is an outage for hashing and for checking, with or without a stored hash")
  void a_full_budget_is_an_outage() {
    HashingBudget budget = new HashingBudget(1024, 1, Duration.ZERO);
    Argon2Passwords hasher = new Argon2Passwords(noting, budget, new CountingRandomness(), COST);
    PasswordHash stored = hasher.hash(RIGHT);

    budget.spend(1024, () -> {
      assertThatThrownBy(() -> hasher.hash(RIGHT)).isExactlyInstanceOf(Outage.class);
      assertThatThrownBy(() -> hasher.matches(RIGHT, Optional.of(stored)))
          .isExactlyInstanceOf(Outage.class);
      assertThatThrownBy(() -> hasher.matches(RIGHT, Optional.empty()))
          .isExactlyInstanceOf(Outage.class);
      return hasher.outdated(stored);
    });
    assertThat(noting.asked).hasSize(1);
  }
}
