package dev.gatehouse.application.linking;

import dev.gatehouse.application.signin.SignIn;

/**
 * How coming in by an identity ended.
 *
 * @param newcomer whether the account was made by it
 */
public record Entered(SignIn signIn, boolean newcomer) {
  @Override
  public String toString() {
    return "Entered[…]";
  }
}
