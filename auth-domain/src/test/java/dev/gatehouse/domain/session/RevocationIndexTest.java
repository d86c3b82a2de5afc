package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RevocationIndexTest {
  private static final Duration MEMORY = Duration.ofMinutes(17);
  private static final Revoked ONE = new Revoked.OfSession(new SessionId(new UUID(1, 1)));
  private static final Revoked OTHER = new Revoked.OfSession(new SessionId(new UUID(1, 2)));

  private final RevocationIndex index = new RevocationIndex(MEMORY);

  @Test
  @DisplayName("[L22] what was added is in the index, and nothing else")
  void what_was_added_is_in_the_index_and_nothing_else() {
    index.add(ONE, NOW);
    index.add(new Revoked.OfKey("k1"), NOW);
    assertThat(index.contains(ONE)).isTrue();
    assertThat(index.contains(new Revoked.OfSession(new SessionId(new UUID(1, 1)))))
        .isTrue();
    assertThat(index.contains(new Revoked.OfKey("k1"))).isTrue();
    assertThat(index.contains(OTHER)).isFalse();
    assertThat(index.contains(new Revoked.OfKey("k2"))).isFalse();
    assertThat(index.size()).isEqualTo(2);
  }

  @Test
  @DisplayName("[L22] an entry is kept until its memory is over, and not longer")
  void an_entry_is_kept_until_its_memory_is_over_and_not_longer() {
    index.add(ONE, NOW);
    index.prune(NOW.plus(MEMORY).minusNanos(1));
    assertThat(index.contains(ONE)).isTrue();
    index.prune(NOW.plus(MEMORY));
    assertThat(index.contains(ONE)).isFalse();
    assertThat(index.size()).isZero();
  }

  @Test
  @DisplayName("[L22] adding an entry again, older, does not shorten its memory")
  void adding_an_entry_again_older_does_not_shorten_its_memory() {
    index.add(ONE, NOW);
    index.add(ONE, NOW.minusSeconds(60));
    index.prune(NOW.plus(MEMORY).minusNanos(1));
    assertThat(index.contains(ONE)).isTrue();
    index.add(ONE, NOW.plusSeconds(60));
    index.prune(NOW.plus(MEMORY).plusSeconds(59));
    assertThat(index.contains(ONE)).isTrue();
  }

  @Test
  @DisplayName("[L22] an index that was never filled is not trusted")
  void an_index_that_was_never_filled_is_not_trusted() {
    assertThat(index.trusted(NOW)).isFalse();
    assertThat(index.trusted(Instant.EPOCH)).isFalse();
    index.add(ONE, NOW);
    assertThat(index.trusted(NOW)).isFalse();
  }

  @Test
  @DisplayName(
      "[L22] the index is trusted for one second from the beginning of the last complete catch-up")
  void the_index_is_trusted_for_one_second_from_the_beginning_of_the_last_catch_up() {
    index.caughtUp(NOW);
    assertThat(index.trusted(NOW)).isTrue();
    assertThat(index.trusted(NOW.plusSeconds(1))).isTrue();
    assertThat(index.trusted(NOW.plusSeconds(1).plusNanos(1))).isFalse();
    index.caughtUp(NOW.plusMillis(400));
    assertThat(index.trusted(NOW.plusMillis(1400))).isTrue();
    assertThat(index.trusted(NOW.plusMillis(1401))).isFalse();
  }

  @Test
  @DisplayName("[L22] an index elsewhere may be trusted for another time, and not longer")
  void an_index_may_be_trusted_for_another_time() {
    RevocationIndex elsewhere = new RevocationIndex(MEMORY, Duration.ofSeconds(2));
    elsewhere.caughtUp(NOW);
    assertThat(elsewhere.trusted(NOW.plusSeconds(2))).isTrue();
    assertThat(elsewhere.trusted(NOW.plusSeconds(2).plusNanos(1))).isFalse();
    assertThat(elsewhere.trusted(NOW.minusSeconds(2))).isTrue();
    assertThat(elsewhere.trusted(NOW.minusSeconds(2).minusNanos(1))).isFalse();
  }

  @Test
  @DisplayName("[L22] a request that read its clock just before the catch-up began may trust it")
  void a_request_that_read_its_clock_just_before_the_catch_up_began_may_trust_it() {
    index.caughtUp(NOW);
    assertThat(index.trusted(NOW.minusSeconds(1))).isTrue();
  }

  @Test
  @DisplayName("[L22] a catch-up that lies in the future of a clock set back is no freshness")
  void a_catch_up_that_lies_in_the_future_of_a_clock_set_back_is_no_freshness() {
    index.caughtUp(NOW);
    assertThat(index.trusted(NOW.minusSeconds(1).minusNanos(1))).isFalse();
    assertThat(index.trusted(NOW.minus(Duration.ofHours(1)))).isFalse();
  }

  @Test
  @DisplayName("[L43] after the clock was set back the next complete catch-up is trusted again")
  void after_the_clock_was_set_back_the_next_complete_catch_up_is_trusted_again() {
    index.caughtUp(NOW);
    Instant back = NOW.minus(Duration.ofHours(1));
    index.caughtUp(back);
    assertThat(index.trusted(back)).isTrue();
    assertThat(index.trusted(back.plusSeconds(1))).isTrue();
    assertThat(index.trusted(back.plusSeconds(1).plusNanos(1))).isFalse();
  }

  /** What the index is to be, as a list that is gone through. */
  private static final class Naive {
    private record Entry(Revoked what, Instant at) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Instant> catchUps = new ArrayList<>();

    boolean contains(Revoked what) {
      return entries.stream().anyMatch(e -> e.what.equals(what));
    }

    boolean trusted(Instant now) {
      if (catchUps.isEmpty()) {
        return false;
      }
      Duration age = Duration.between(catchUps.get(catchUps.size() - 1), now);
      return age.abs().compareTo(Duration.ofSeconds(1)) <= 0;
    }
  }

  @Test
  @DisplayName(
      "[L22] in random histories the index forgets nothing within its memory and knows how fresh it is")
  void in_random_histories_the_index_forgets_nothing_within_its_memory() {
    Chance.histories(200, chance -> {
      RevocationIndex real = new RevocationIndex(MEMORY);
      Naive naive = new Naive();
      Instant now = NOW;
      for (int step = 0; step < 80; step++) {
        switch (chance.below(9)) {
          case 0, 1, 2 -> {
            Revoked what = anything(chance);
            Instant at = now.plusSeconds(2).minus(chance.upTo(Duration.ofMinutes(20)));
            real.add(what, at);
            naive.entries.add(new Naive.Entry(what, at));
          }
          case 3 -> {
            Instant moment = now;
            real.prune(moment);
            naive.entries.removeIf(e -> !e.at.plus(MEMORY).isAfter(moment));
          }
          case 4 -> now = now.plus(chance.upTo(Duration.ofMinutes(6)));
          case 5 -> now = now.minus(chance.upTo(Duration.ofSeconds(chance.of(List.of(1, 3, 900)))));
          default -> {
            Instant began = now;
            now = now.plus(chance.upTo(Duration.ofMillis(700)));
            if (!chance.oneIn(4)) {
              real.caughtUp(began);
              naive.catchUps.add(began);
            }
          }
        }
        for (int i = 0; i < 5; i++) {
          assertThat(real.contains(one(i))).isEqualTo(naive.contains(one(i)));
        }
        assertThat((long) real.size())
            .isEqualTo(naive.entries.stream().map(Naive.Entry::what).distinct().count());
        assertThat(real.trusted(now)).as("trusted at %s", now).isEqualTo(naive.trusted(now));
      }
    });
  }

  private static Revoked anything(Chance chance) {
    return one(chance.below(5));
  }

  private static Revoked one(int number) {
    return number < 3
        ? new Revoked.OfSession(new SessionId(new UUID(7, number)))
        : new Revoked.OfKey("key " + number);
  }
}
