package dev.gatehouse.domain.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the owner agrees to now: the terms (when, and in which version), and marketing mail, which is a separate matter. How it came to that
 * say the {@link Consent}s.
 */
public record Consents(
    Optional<Instant> termsAcceptedAt, Optional<String> termsVersion, boolean marketing) {
  public static final Consents NONE = new Consents(Optional.empty(), false);

  /** Terms that bear no version. */
  public Consents(Optional<Instant> termsAcceptedAt, boolean marketing) {
    this(termsAcceptedAt, Optional.empty(), marketing);
  }

  /** What has to be kept of it when an account begins with it; nothing was said that was not agreed to. */
  public List<Consent> given(Instant at) {
    List<Consent> all = new ArrayList<>();
    termsAcceptedAt.ifPresent(
        when -> all.add(new Consent(Consent.Kind.TERMS, true, termsVersion, when)));
    if (marketing) {
      all.add(
          new Consent(Consent.Kind.MARKETING, true, Optional.empty(), termsAcceptedAt.orElse(at)));
    }
    return List.copyOf(all);
  }

  /** What holds after that one. */
  public Consents after(Consent consent) {
    return switch (consent.kind()) {
      case TERMS -> new Consents(Optional.of(consent.at()), consent.version(), marketing);
      case MARKETING -> new Consents(termsAcceptedAt, termsVersion, consent.given());
      case OTHER -> this;
    };
  }
}
