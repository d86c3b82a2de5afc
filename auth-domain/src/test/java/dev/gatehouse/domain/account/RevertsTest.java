package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RevertsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

  private static final UUID ROW = new UUID(1, 2);

  private static UUID link(int hour) {
    return UuidV7.of(NOW.plus(Duration.ofHours(hour)), new byte[UuidV7.RANDOM_BYTES]);
  }

  private static Reverts of(int... hours) {
    return of(IntStream.of(hours));
  }

  private static Reverts of(IntStream hours) {
    return new Reverts(hours
        .mapToObj(RevertsTest::link)
        .map(name -> new Reverts.Link(name, Optional.of(ROW)))
        .toList());
  }

  @Test
  void following_one_takes_the_later_ones_away_and_leaves_the_earlier_ones() {
    assertThat(of(0, 1, 2, 3).before(link(2))).isEqualTo(of(0, 1));
    assertThat(of(0, 1).before(link(0))).isEqualTo(Reverts.NONE);
  }

  @Test
  void one_is_held_for_72_hours() {
    Reverts reverts = Reverts.NONE.with(link(0), ROW).with(link(1), ROW);
    Instant end = NOW.plus(Duration.ofHours(72));

    assertThat(reverts.at(end.minusMillis(1))).isEqualTo(of(0, 1));
    assertThat(reverts.at(end)).isEqualTo(of(1));
    assertThat(reverts.holds(link(1))).isTrue();
    assertThat(reverts.at(end).holds(link(0))).isFalse();
  }

  @Test
  void there_are_no_more_than_eight() {
    Reverts full = of(IntStream.range(0, Reverts.MOST));

    assertThat(full.full()).isTrue();
    assertThat(full.before(link(7)).full()).isFalse();
    assertThatThrownBy(() -> full.with(link(9), ROW)).hasMessageContaining("at most 8");
  }

  @Test
  void where_the_secrets_are_is_kept_where_it_was_said() {
    UUID other = new UUID(3, 4);

    assertThat(of(0).with(link(2), other).rows()).containsExactly(ROW, other);
    assertThat(new Reverts(List.of(new Reverts.Link(link(0), Optional.empty()))).rows())
        .isEmpty();
  }

  @Test
  void an_identifier_tells_when_it_was_made() {
    assertThat(UuidV7.at(link(5))).isEqualTo(NOW.plus(Duration.ofHours(5)));
  }
}
