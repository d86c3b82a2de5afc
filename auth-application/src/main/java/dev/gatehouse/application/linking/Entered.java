package dev.gatehouse.application.linking;

import dev.gatehouse.application.signin.SignIn;
import java.util.Optional;

/**
 * How coming in by an identity ended.
 *
 * @param newcomer whether the account was made by it
 * @param parameter what whoever made the link wrote into it by which the person came, where the provider hands that on
 */
public record Entered(SignIn signIn, boolean newcomer, Optional<String> parameter) {
  Entered(SignIn signIn, boolean newcomer) {
    this(signIn, newcomer, Optional.empty());
  }

  Entered with(Optional<String> other) {
    return new Entered(signIn, newcomer, other);
  }

  @Override
  public String toString() {
    return "Entered[…]";
  }
}
