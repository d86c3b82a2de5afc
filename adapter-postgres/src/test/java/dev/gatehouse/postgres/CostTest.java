package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often counting, judging and following the feed wait for the server. */
final class CostTest {
  private static Wired wired;

  private final Instant now = Fixtures.instant();
  private final String unique = Fixtures.unique();

  @BeforeAll
  static void open() {
    wired = new Wired(1);
  }

  @AfterAll
  static void close() {
    wired.close();
  }

  @Test
  void a_try_at_a_secret_is_one_round_trip_and_its_commit_another() {
    RealmKey realm = Fixtures.realm();
    Scope code = new Scope(Purpose.EMAIL_VERIFICATION, realm, "somebody", Optional.empty());
    Scope link = Scope.ofLink(Purpose.MAGIC_LINK, realm, Optional.empty());
    DigestKeys ring = Fixtures.digestKeys();
    DigestKeys rotated = new DigestKeys(List.of(Fixtures.digestKey(2), ring.active()));

    assertThat(wired.trips(() -> redeem(code, ring)))
        .as("a code that was never issued")
        .isEqualTo(2);
    assertThat(wired.trips(() -> redeem(code, ring))).as("a code").isEqualTo(2);
    assertThat(wired.trips(() -> redeem(code, rotated)))
        .as("a code after a change of keys")
        .isEqualTo(2);
    assertThat(wired.trips(() -> redeem(link, rotated))).as("a link").isEqualTo(2);
  }

  @Test
  void an_attempt_is_one_round_trip_however_many_gates_it_passes_and_wherever_it_is_stopped() {
    Lockouts lockouts = wired.postgres().lockouts();
    Ladder ladder = new Ladder(2, List.of(Duration.ofSeconds(30)), Duration.ofHours(1));
    for (int count = 1; count <= 4; count++) {
      List<Gate> gates = IntStream.rangeClosed(1, count)
          .mapToObj(n -> new Gate(unique + n, "here", ladder, n == 3))
          .toList();
      Instant start = now.plus(Duration.ofDays(count));

      assertThat(wired.trips(
              () -> assertThat(lockouts.attempt(gates, start).shut()).isEmpty()))
          .as("%d gates", count)
          .isEqualTo(1);
      assertThat(wired.trips(
              () -> assertThat(lockouts.attempt(gates, start).shut()).isEmpty()))
          .as("%d gates", count)
          .isEqualTo(1);
      assertThat(wired.trips(() ->
              assertThat(lockouts.attempt(gates, start).shut()).contains(Duration.ofSeconds(30))))
          .as("shut")
          .isEqualTo(1);
      assertThat(wired.trips(() -> lockouts.forgive(gates, start)))
          .as("forgiving")
          .isEqualTo(1);
    }
  }

  @Test
  void taking_from_a_bucket_is_one_round_trip_and_being_refused_two() {
    Limit limit = new Limit(3, Duration.ofMinutes(1));
    for (int n = 0; n < 3; n++) {
      assertThat(wired.trips(() -> assertThat(take(limit)).isTrue())).isEqualTo(1);
    }
    assertThat(wired.trips(() -> assertThat(take(limit)).isFalse())).isEqualTo(2);
  }

  @Test
  void following_the_feed_and_asking_for_a_session_are_one_round_trip_each() {
    Revocations feed = wired.postgres().revocations();
    // its way is opened when it is first gone
    feed.since(Revocations.BEGINNING);

    assertThat(wired.trips(() -> feed.since(Revocations.BEGINNING))).isEqualTo(1);
    assertThat(wired.trips(() -> feed.since(Long.MAX_VALUE)))
        .as("from the beginning again")
        .isEqualTo(1);
    assertThat(wired.trips(() -> feed.live(Fixtures.sessionId(Fixtures.accountId(), now), now)))
        .isEqualTo(1);
  }

  @Test
  void taking_mails_is_one_round_trip() {
    assertThat(wired.trips(() -> wired.postgres().outbox().claim(10, Duration.ofMinutes(1), now)))
        .isEqualTo(1);
  }

  private static Redemption redeem(Scope scope, DigestKeys keys) {
    return wired
        .postgres()
        .store()
        .atomically(unit -> unit.secrets()
            .redeem(scope, scope.locate(keys, new SecretText("171717")), Fixtures.instant()));
  }

  private boolean take(Limit limit) {
    return wired.postgres().throttle().take(unique, limit, now).granted();
  }
}
