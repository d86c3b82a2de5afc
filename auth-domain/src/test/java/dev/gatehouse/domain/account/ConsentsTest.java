package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsentsTest {
  private static final Instant BEFORE = NOW.minusSeconds(60);
  private static final Optional<String> SECOND = Optional.of("2026-11");
  private static final Consents TERMS = new Consents(Optional.of(BEFORE), SECOND, false);
  private static final Consents BOTH = new Consents(Optional.of(BEFORE), SECOND, true);

  @Test
  void who_agreed_to_nothing_leaves_nothing_to_be_kept() {
    assertThat(Consents.NONE.given(NOW)).isEmpty();
  }

  @Test
  void terms_are_kept_with_their_version_and_when_they_were_accepted() {
    assertThat(TERMS.given(NOW))
        .containsExactly(new Consent(Consent.Kind.TERMS, true, SECOND, BEFORE));
    assertThat(new Consents(Optional.of(BEFORE), false).given(NOW))
        .containsExactly(new Consent(Consent.Kind.TERMS, true, Optional.empty(), BEFORE));
  }

  @Test
  void marketing_is_kept_apart_from_the_terms_and_bears_no_version() {
    assertThat(BOTH.given(NOW))
        .containsExactly(
            new Consent(Consent.Kind.TERMS, true, SECOND, BEFORE),
            new Consent(Consent.Kind.MARKETING, true, Optional.empty(), BEFORE));
    assertThat(new Consents(Optional.empty(), true).given(NOW))
        .containsExactly(new Consent(Consent.Kind.MARKETING, true, Optional.empty(), NOW));
  }

  @Test
  void what_was_given_cannot_be_changed() {
    assertThatThrownBy(() -> BOTH.given(NOW).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void newer_terms_take_the_place_of_older_ones_and_leave_marketing_alone() {
    Consent newer = new Consent(Consent.Kind.TERMS, true, Optional.of("2027-01"), NOW);
    for (Consents earlier : new Consents[] {Consents.NONE, TERMS, BOTH}) {
      assertThat(earlier.after(newer))
          .isEqualTo(new Consents(Optional.of(NOW), Optional.of("2027-01"), earlier.marketing()));
    }
  }

  @Test
  void terms_without_a_version_do_not_keep_that_of_older_ones() {
    assertThat(TERMS.after(new Consent(Consent.Kind.TERMS, true, Optional.empty(), NOW)))
        .isEqualTo(new Consents(Optional.of(NOW), false));
  }

  @Test
  void marketing_may_be_given_and_taken_back_and_leaves_the_terms_alone() {
    Consent given = new Consent(Consent.Kind.MARKETING, true, Optional.empty(), NOW);
    Consent back = new Consent(Consent.Kind.MARKETING, false, Optional.empty(), NOW);
    assertThat(TERMS.after(given)).isEqualTo(BOTH);
    assertThat(BOTH.after(given)).isEqualTo(BOTH);
    assertThat(BOTH.after(back)).isEqualTo(TERMS);
    assertThat(TERMS.after(back)).isEqualTo(TERMS);
  }

  @Test
  void what_only_a_newer_version_knows_changes_nothing() {
    Consent other = new Consent(Consent.Kind.OTHER, true, Optional.of("9"), NOW);
    assertThat(BOTH.after(other)).isEqualTo(BOTH);
    assertThat(Consents.NONE.after(other)).isEqualTo(Consents.NONE);
  }
}
