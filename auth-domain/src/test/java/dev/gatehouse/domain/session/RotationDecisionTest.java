package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.DESK_KEY;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.session.Sessions.OTHER_SECRET;
import static dev.gatehouse.domain.session.Sessions.SECRET;
import static dev.gatehouse.domain.session.Sessions.THUMBPRINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Rotation.Refused.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the rotation, row by row; what a case does not name is as good as it can be. */
class RotationDecisionTest {
  private static final int CURRENT = 5000;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Rotation ROTATE = new Rotation.Rotate();
  private static final Rotation REPLAY = new Rotation.Replay();
  private static final Rotation REUSE = new Rotation.Reuse();
  private static final Rotation FAST_FORWARD = new Rotation.FastForward();

  private Optional<String> binding = Optional.empty();
  private Optional<String> proof = Optional.empty();
  private SessionSecret secret = SECRET;
  private RealmKey realm = SHOP_KEY;
  private Transport transport = Transport.BEARER;
  private AccountStatus status = AccountStatus.ACTIVE;
  private boolean revoked;
  private Duration grace = GRACE;
  private Instant now = NOW;
  private Instant servingSince = Instant.EPOCH;

  private Rotation present(int generation) {
    Session session = Sessions.at(CURRENT, binding);
    if (revoked) {
      session = session.revoked(NOW, RevokeReason.SIGNED_OUT);
    }
    Presentation token = new Presentation(
        new RefreshCodec.Claim(session.id(), generation, secret),
        realm,
        transport,
        proof,
        Sessions.HOME,
        "Home/1.0",
        now);
    return session.present(token, status, grace, servingSince);
  }

  private static Rotation refused(Reason reason) {
    return new Rotation.Refused(reason);
  }

  @Test
  void the_current_token_rotates() {
    assertThat(present(CURRENT)).isEqualTo(ROTATE);
  }

  @Test
  @DisplayName(
      "[L20] the token before the current one gets the same successor within the grace window")
  void the_token_before_the_current_one_gets_the_same_successor_within_the_grace_window() {
    assertThat(present(CURRENT - 1)).isEqualTo(REPLAY);
  }

  @Test
  @DisplayName("[L21] the grace window ends with its last instant")
  void the_grace_window_ends_with_its_last_instant() {
    now = NOW.plus(GRACE);
    assertThat(present(CURRENT - 1)).isEqualTo(REPLAY);
    now = NOW.plus(GRACE).plusNanos(1);
    assertThat(present(CURRENT - 1)).isEqualTo(REUSE);
  }

  @Test
  @DisplayName("[L21] without a grace window only the very instant of the rotation is forgiven")
  void without_a_grace_window_only_the_very_instant_of_the_rotation_is_forgiven() {
    grace = Duration.ZERO;
    assertThat(present(CURRENT - 1)).isEqualTo(REPLAY);
    now = NOW.plusNanos(1);
    assertThat(present(CURRENT - 1)).isEqualTo(REUSE);
  }

  @Test
  @DisplayName("[L29] the grace window is counted from the end of an outage after the rotation")
  void the_grace_window_is_counted_from_the_end_of_an_outage_after_the_rotation() {
    servingSince = NOW.plus(Duration.ofHours(1));
    now = servingSince.plus(GRACE);
    assertThat(present(CURRENT - 1)).isEqualTo(REPLAY);
    now = servingSince.plus(GRACE).plusNanos(1);
    assertThat(present(CURRENT - 1)).isEqualTo(REUSE);
  }

  @Test
  @DisplayName("[L21] an outage before the rotation widens no grace window")
  void an_outage_before_the_rotation_widens_no_grace_window() {
    servingSince = NOW.minusNanos(1);
    now = NOW.plus(GRACE).plusNanos(1);
    assertThat(present(CURRENT - 1)).isEqualTo(REUSE);
    servingSince = NOW;
    assertThat(present(CURRENT - 1)).isEqualTo(REUSE);
  }

  @Test
  @DisplayName("[L21] an outage forgives nothing that is two steps old")
  void an_outage_forgives_nothing_that_is_two_steps_old() {
    servingSince = NOW.plus(Duration.ofHours(1));
    now = servingSince;
    assertThat(present(CURRENT - 2)).isEqualTo(REUSE);
  }

  @Test
  void a_clock_set_back_makes_no_thief_of_an_honest_client() {
    now = NOW.minus(Duration.ofMinutes(1));
    assertThat(present(CURRENT)).isEqualTo(ROTATE);
    assertThat(present(CURRENT - 1)).isEqualTo(REPLAY);
  }

  @Test
  @DisplayName("[L21] a clock set back forgives nothing that is two steps old")
  void a_clock_set_back_forgives_nothing_that_is_two_steps_old() {
    now = NOW.minus(Duration.ofMinutes(1));
    assertThat(present(CURRENT - 2)).isEqualTo(REUSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {CURRENT - 2, CURRENT - 3, CURRENT - 1000, CURRENT - 1001, 1, 0})
  @DisplayName("[L21] a token two or more steps old is reuse, at any time")
  void a_token_two_or_more_steps_old_is_reuse_at_any_time(int generation) {
    assertThat(present(generation)).isEqualTo(REUSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 999, 1000})
  @DisplayName("[L29] a token up to 1000 steps ahead fast-forwards")
  void a_token_up_to_1000_steps_ahead_fast_forwards(int ahead) {
    assertThat(present(CURRENT + ahead)).isEqualTo(FAST_FORWARD);
  }

  @ParameterizedTest
  @ValueSource(ints = {CURRENT + 1001, CURRENT + 1002, Integer.MAX_VALUE})
  void a_token_further_ahead_is_unknown(int generation) {
    assertThat(present(generation)).isEqualTo(refused(Reason.UNKNOWN));
  }

  @Test
  void the_grace_window_says_nothing_about_fast_forward() {
    now = NOW.plus(Duration.ofHours(1));
    assertThat(present(CURRENT + 1)).isEqualTo(FAST_FORWARD);
  }

  @Test
  void a_bound_session_with_its_proof_replays_after_the_grace_window() {
    binding = Optional.of(THUMBPRINT);
    proof = Optional.of(THUMBPRINT);
    now = NOW.plus(Duration.ofDays(6));
    assertThat(present(CURRENT - 1)).isEqualTo(REPLAY);
  }

  @Test
  @DisplayName("[L21] a bound session with its proof is still ended by a token two steps old")
  void a_bound_session_with_its_proof_is_still_ended_by_a_token_two_steps_old() {
    binding = Optional.of(THUMBPRINT);
    proof = Optional.of(THUMBPRINT);
    assertThat(present(CURRENT - 2)).isEqualTo(REUSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {CURRENT, CURRENT - 1, CURRENT - 2, CURRENT + 1, CURRENT + 1001})
  void a_bound_session_without_its_proof_gets_nothing_and_loses_nothing(int generation) {
    binding = Optional.of(THUMBPRINT);
    assertThat(present(generation)).isEqualTo(refused(Reason.BINDING_NOT_PROVEN));
    proof = Optional.of(THUMBPRINT.replace('0', '1'));
    assertThat(present(generation)).isEqualTo(refused(Reason.BINDING_NOT_PROVEN));
    proof = Optional.of("");
    assertThat(present(generation)).isEqualTo(refused(Reason.BINDING_NOT_PROVEN));
  }

  @Test
  @DisplayName("[L21] a proof nobody asked for widens no grace window")
  void a_proof_nobody_asked_for_widens_no_grace_window() {
    proof = Optional.of(THUMBPRINT);
    assertThat(present(CURRENT)).isEqualTo(ROTATE);
    now = NOW.plus(GRACE).plusNanos(1);
    assertThat(present(CURRENT - 1)).isEqualTo(REUSE);
  }

  @Test
  void a_wrong_secret_is_unknown() {
    secret = OTHER_SECRET;
    assertThat(present(CURRENT)).isEqualTo(refused(Reason.UNKNOWN));
  }

  @Test
  @DisplayName("[L16] a token of another realm is unknown")
  void a_token_of_another_realm_is_unknown() {
    realm = DESK_KEY;
    assertThat(present(CURRENT)).isEqualTo(refused(Reason.UNKNOWN));
  }

  @Test
  @DisplayName("[L27] a token that comes by the other transport is unknown")
  void a_token_that_comes_by_the_other_transport_is_unknown() {
    transport = Transport.COOKIE;
    assertThat(present(CURRENT)).isEqualTo(refused(Reason.UNKNOWN));
  }

  @Test
  @DisplayName(
      "[L21] a stranger who does not know the secret cannot end a session with an old generation")
  void a_stranger_who_does_not_know_the_secret_cannot_end_a_session_with_an_old_generation() {
    secret = OTHER_SECRET;
    assertThat(present(CURRENT - 2)).isEqualTo(refused(Reason.UNKNOWN));
  }

  @Test
  void a_revoked_session_gets_nothing() {
    revoked = true;
    assertThat(present(CURRENT)).isEqualTo(refused(Reason.REVOKED));
    assertThat(present(CURRENT - 2)).isEqualTo(refused(Reason.REVOKED));
  }

  @Test
  void a_session_is_idle_no_longer_than_its_idle_end() {
    now = NOW.plus(Duration.ofDays(7)).minusNanos(1);
    assertThat(present(CURRENT)).isEqualTo(ROTATE);
    now = NOW.plus(Duration.ofDays(7));
    assertThat(present(CURRENT)).isEqualTo(refused(Reason.EXPIRED));
    assertThat(present(CURRENT - 2)).isEqualTo(refused(Reason.EXPIRED));
  }

  @ParameterizedTest
  @EnumSource(value = AccountStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  @DisplayName("[L08] an account that is not active gets no token")
  void an_account_that_is_not_active_gets_no_token(AccountStatus other) {
    status = other;
    for (int generation : new int[] {CURRENT, CURRENT - 1, CURRENT - 2, CURRENT + 1}) {
      assertThat(present(generation)).isEqualTo(refused(Reason.ACCOUNT_NOT_ACTIVE));
    }
  }

  /** Every combination of everything that can be wrong, against the rows of the table in their order. */
  @Test
  void the_first_row_that_matches_wins() {
    List<String> wrong = new ArrayList<>();
    int combinations = 0;
    for (SessionSecret eachSecret : List.of(SECRET, OTHER_SECRET)) {
      for (RealmKey eachRealm : List.of(SHOP_KEY, DESK_KEY)) {
        for (Transport eachTransport : Transport.values()) {
          for (boolean eachRevoked : new boolean[] {false, true}) {
            for (Instant eachNow : List.of(
                NOW,
                NOW.plusSeconds(11),
                NOW.plus(Duration.ofDays(7)),
                NOW.plus(Duration.ofDays(180)))) {
              for (AccountStatus eachStatus : EnumSet.allOf(AccountStatus.class)) {
                for (Optional<String> eachBinding :
                    List.of(Optional.<String>empty(), Optional.of(THUMBPRINT))) {
                  for (Optional<String> eachProof : List.of(
                      Optional.<String>empty(), Optional.of(THUMBPRINT), Optional.of("other"))) {
                    for (int g : new int[] {0, -1, -2, 1, 1000, 1001}) {
                      secret = eachSecret;
                      realm = eachRealm;
                      transport = eachTransport;
                      revoked = eachRevoked;
                      now = eachNow;
                      status = eachStatus;
                      binding = eachBinding;
                      proof = eachProof;
                      Rotation answer = present(CURRENT + g);
                      Rotation expected = row(g);
                      combinations++;
                      if (!answer.equals(expected)) {
                        wrong.add(answer + " instead of " + expected + ": "
                            + List.of(secret.equals(SECRET), realm, transport, revoked, now, status)
                            + List.of(binding, proof, g));
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(combinations).isEqualTo(2 * 2 * 2 * 2 * 4 * 6 * 2 * 3 * 6);
  }

  /** The table of the design, written down once more. */
  private Rotation row(int ahead) {
    if (!secret.equals(SECRET) || !realm.equals(SHOP_KEY) || transport != Transport.BEARER) {
      return refused(Reason.UNKNOWN);
    }
    if (revoked) {
      return refused(Reason.REVOKED);
    }
    if (now.compareTo(NOW.plus(Duration.ofDays(7))) >= 0) {
      return refused(Reason.EXPIRED);
    }
    if (status != AccountStatus.ACTIVE) {
      return refused(Reason.ACCOUNT_NOT_ACTIVE);
    }
    boolean bound = binding.isPresent();
    if (bound && !(proof.isPresent() && proof.get().equals(THUMBPRINT))) {
      return refused(Reason.BINDING_NOT_PROVEN);
    }
    return switch (ahead) {
      case 0 -> ROTATE;
      case -1 -> now.equals(NOW) || bound ? REPLAY : REUSE;
      case 1, 1000 -> FAST_FORWARD;
      case 1001 -> refused(Reason.UNKNOWN);
      default -> REUSE;
    };
  }
}
