package dev.gatehouse.application.linking;

import java.util.Locale;

/**
 * How somebody comes in by an identity.
 *
 * @param locale of the account, where one is made
 * @param termsAccepted needed where an account is made
 * @param remember whether the session is to outlast a short absence
 */
public record Arrival(Locale locale, boolean termsAccepted, boolean marketing, boolean remember) {
  /** Of somebody who has an account. */
  public static final Arrival PLAIN = new Arrival(Locale.ENGLISH, false, false, false);

  /** Of somebody who has none, and accepts the terms. */
  public static final Arrival NEWCOMER = new Arrival(Locale.ENGLISH, true, false, false);

  /** The same, of somebody who reads that language. */
  Arrival reading(Locale language) {
    return new Arrival(language, termsAccepted, marketing, remember);
  }
}
