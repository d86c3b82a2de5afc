package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.assurance.Acr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void a_new_session_has_all_of_its_beginning() {
    Session session = Sessions.opened(WEEK, NOW);
    assertThat(session.account()).isEqualTo(ACCOUNT);
    assertThat(session.realm()).isEqualTo(SHOP.key());
    assertThat(session.secretDigest()).isEqualTo(Sessions.SECRET.digest());
    assertThat(session.generation()).isZero();
    assertThat(session.transport()).isEqualTo(Transport.BEARER);
    assertThat(session.binding()).isEmpty();
    assertThat(session.revocation()).isEmpty();
    assertThat(session.idle()).isEqualTo(WEEK);
    assertThat(session.createdAt()).isEqualTo(NOW);
    assertThat(session.rotatedAt()).isEqualTo(NOW);
    assertThat(session.idleEndsAt()).isEqualTo(NOW.plus(WEEK));
    assertThat(session.endsAt()).isEqualTo(NOW.plus(Duration.ofDays(180)));
    assertThat(session.address()).isEqualTo(Sessions.HOME);
    assertThat(session.userAgent()).isEqualTo("Home/1.0");
    assertThat(session.authentication().acr()).isEqualTo(Acr.AAL1);
  }

  @Test
  void no_session_outlives_its_absolute_end_however_long_its_idle_time() {
    Session session = Sessions.opened(Duration.ofDays(181), NOW);
    assertThat(session.idleEndsAt()).isEqualTo(session.endsAt());
    assertThat(session.live(session.endsAt().minusNanos(1))).isTrue();
    assertThat(session.live(session.endsAt())).isFalse();
  }

  @Test
  void a_session_lives_until_the_first_of_its_ends() {
    Session session = Sessions.opened(WEEK, NOW);
    assertThat(session.live(NOW)).isTrue();
    assertThat(session.live(NOW.plus(WEEK).minusNanos(1))).isTrue();
    assertThat(session.live(NOW.plus(WEEK))).isFalse();
    assertThat(session.revoked(NOW, RevokeReason.EVICTED).live(NOW)).isFalse();
  }

  @Test
  void the_absolute_end_counts_even_where_the_idle_end_is_later() {
    Session s = Sessions.opened(WEEK, NOW);
    Session odd = new Session(
        s.id(),
        s.realm(),
        s.account(),
        s.secretDigest(),
        0,
        s.transport(),
        s.binding(),
        s.authentication(),
        s.idle(),
        s.createdAt(),
        s.rotatedAt(),
        NOW.plusSeconds(60),
        NOW.plusSeconds(30),
        s.address(),
        s.userAgent(),
        s.revocation());
    assertThat(odd.live(NOW.plusSeconds(29))).isTrue();
    assertThat(odd.live(NOW.plusSeconds(30))).isFalse();
  }

  @Test
  void rotating_moves_generation_time_idle_end_and_place_and_nothing_else() {
    Session before = Sessions.at(7, Optional.of(Sessions.THUMBPRINT));
    Instant later = NOW.plusSeconds(60);
    Session after = before.rotated(Sessions.token(before, 7, Optional.empty(), later));
    assertThat(after)
        .isEqualTo(new Session(
            before.id(),
            before.realm(),
            before.account(),
            before.secretDigest(),
            8,
            before.transport(),
            before.binding(),
            before.authentication(),
            before.idle(),
            before.createdAt(),
            later,
            later.plus(WEEK),
            before.endsAt(),
            Sessions.AWAY,
            "Away/2.0",
            Optional.empty()));
  }

  @Test
  void rotating_counts_from_the_presented_token_so_that_a_row_that_lost_commits_catches_up() {
    Session session = Sessions.at(7, Optional.empty());
    assertThat(
            session.rotated(Sessions.token(session, 900, Optional.empty(), NOW)).generation())
        .isEqualTo(901);
  }

  @Test
  void rotating_with_a_clock_set_back_does_not_move_the_rotation_back() {
    Session session = Sessions.at(7, Optional.empty());
    Session after =
        session.rotated(Sessions.token(session, 7, Optional.empty(), NOW.minusSeconds(30)));
    assertThat(after.rotatedAt()).isEqualTo(NOW);
  }

  @Test
  void rotating_near_the_absolute_end_does_not_move_the_idle_end_beyond_it() {
    Session session = Sessions.at(7, Optional.empty());
    Instant late = session.endsAt().minusSeconds(1);
    assertThat(
            session.rotated(Sessions.token(session, 7, Optional.empty(), late)).idleEndsAt())
        .isEqualTo(session.endsAt());
  }

  @Test
  void revoking_notes_when_and_why_and_changes_nothing_else() {
    Session before = Sessions.at(7, Optional.of(Sessions.THUMBPRINT));
    Session after = before.revoked(NOW.plusSeconds(1), RevokeReason.REMOVED_BY_OWNER);
    assertThat(after.revocation())
        .contains(new Session.Revocation(NOW.plusSeconds(1), RevokeReason.REMOVED_BY_OWNER));
    assertThat(after.toString()).isEqualTo(before.toString());
    assertThat(after).usingRecursiveComparison().ignoringFields("revocation").isEqualTo(before);
  }

  @Test
  void how_the_owner_was_recognised_cannot_be_changed_afterwards() {
    List<String> amr = new ArrayList<>(List.of("pwd"));
    Session.Authentication authentication = new Session.Authentication(NOW, Acr.AAL1, amr);
    amr.add("mfa");
    assertThat(authentication.amr()).containsExactly("pwd");
    assertThatThrownBy(() -> authentication.amr().add("mfa"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
