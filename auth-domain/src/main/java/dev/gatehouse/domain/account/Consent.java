package dev.gatehouse.domain.account;

import java.time.Instant;
import java.util.Optional;

/**
 * Something agreed to or taken back, kept for good: a later word does not overwrite an earlier one.
 *
 * @param version of the text that was agreed to, where the realm names one
 */
public record Consent(Kind kind, boolean given, Optional<String> version, Instant at) {
  /** To what. */
  public enum Kind {
    TERMS,
    MARKETING,
    /** Something that only a newer version knows. */
    OTHER
  }
}
