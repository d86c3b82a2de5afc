package dev.gatehouse.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.assurance.Acr;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as recognised lately. */
class StandingTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private static Standing.Proof proof(Instant at, Acr acr) {
    return new Standing.Proof(at, acr);
  }

  @Test
  void a_sign_in_counts_for_ten_minutes() {
    Standing standing = new Standing(proof(AT, Acr.AAL1), Optional.empty());

    assertThat(standing.provenLately(Acr.AAL1, AT)).isTrue();
    assertThat(standing.provenLately(Acr.AAL1, AT.plusSeconds(600))).isTrue();
    assertThat(standing.provenLately(Acr.AAL1, AT.plusSeconds(600).plusNanos(1)))
        .isFalse();
  }

  @Test
  void what_lies_ahead_is_no_proof_but_for_what_clocks_differ() {
    Standing standing = new Standing(proof(AT, Acr.AAL1), Optional.empty());

    assertThat(standing.provenLately(Acr.AAL1, AT.minusSeconds(4))).isTrue();
    assertThat(standing.provenLately(Acr.AAL1, AT.minusSeconds(4).minusNanos(1)))
        .isFalse();
  }

  @Test
  void so_does_a_step_up_since() {
    Standing standing =
        new Standing(proof(AT, Acr.AAL1), Optional.of(proof(AT.plusSeconds(900), Acr.AAL1)));

    assertThat(standing.provenLately(Acr.AAL1, AT.plusSeconds(1500))).isTrue();
    assertThat(standing.provenLately(Acr.AAL1, AT.plusSeconds(1501))).isFalse();
  }

  @Test
  void less_than_is_asked_for_is_nothing_and_more_is_enough() {
    Standing strong = new Standing(proof(AT, Acr.AAL2), Optional.of(proof(AT, Acr.AAL1)));
    Standing weak = new Standing(proof(AT, Acr.AAL1), Optional.of(proof(AT, Acr.AAL1)));

    assertThat(strong.provenLately(Acr.AAL2, AT)).isTrue();
    assertThat(strong.provenLately(Acr.AAL1, AT)).isTrue();
    assertThat(weak.provenLately(Acr.AAL2, AT)).isFalse();
    assertThat(weak.provenLately(Acr.AAL1, AT)).isTrue();
  }

  @Test
  void an_old_strong_proof_and_a_new_weak_one_are_not_one_new_strong_one() {
    Standing standing =
        new Standing(proof(AT, Acr.AAL2), Optional.of(proof(AT.plusSeconds(900), Acr.AAL1)));

    assertThat(standing.provenLately(Acr.AAL2, AT.plusSeconds(901))).isFalse();
  }
}
