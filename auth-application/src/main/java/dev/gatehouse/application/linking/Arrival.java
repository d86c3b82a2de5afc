package dev.gatehouse.application.linking;

import dev.gatehouse.domain.secret.SecretText;
import java.util.Locale;
import java.util.Optional;

/**
 * How somebody comes in by an identity.
 *
 * @param locale of the account, where one is made
 * @param termsAccepted needed where an account is made
 * @param remember whether the session is to outlast a short absence
 * @param invitation the secret of one, looked at and used up where an account is made, and nowhere else
 */
public record Arrival(
    Locale locale,
    boolean termsAccepted,
    boolean marketing,
    boolean remember,
    Optional<SecretText> invitation) {
  /** Of somebody who has an account. */
  public static final Arrival PLAIN = new Arrival(Locale.ENGLISH, false, false, false);

  /** Of somebody who has none, and accepts the terms. */
  public static final Arrival NEWCOMER = new Arrival(Locale.ENGLISH, true, false, false);

  /** The same, of somebody who reads that language. */
  Arrival reading(Locale language) {
    return new Arrival(language, termsAccepted, marketing, remember, invitation);
  }

  /** Without an invitation. */
  public Arrival(Locale locale, boolean termsAccepted, boolean marketing, boolean remember) {
    this(locale, termsAccepted, marketing, remember, Optional.empty());
  }

  /** The same of somebody who was invited. */
  public Arrival invited(SecretText secret) {
    return new Arrival(locale, termsAccepted, marketing, remember, Optional.of(secret));
  }
}
