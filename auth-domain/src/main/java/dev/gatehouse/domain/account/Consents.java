package dev.gatehouse.domain.account;

import java.time.Instant;
import java.util.Optional;

/** What the owner agreed to: the terms (and when), and marketing mail, which is a separate matter. */
public record Consents(Optional<Instant> termsAcceptedAt, boolean marketing) {
  public static final Consents NONE = new Consents(Optional.empty(), false);
}
