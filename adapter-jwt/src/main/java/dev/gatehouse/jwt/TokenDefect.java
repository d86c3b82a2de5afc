package dev.gatehouse.jwt;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;

/**
 * Whatever is wrong with a token, its bearer hears the same: which check failed would only help to
 * forge.
 */
final class TokenDefect {
  private TokenDefect() {}

  static Refused refused() {
    return new Refusal.TokenRejected().thrown();
  }
}
