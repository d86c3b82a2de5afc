package dev.gatehouse.domain.token;

import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.token.KeyState.ACTIVE;
import static dev.gatehouse.domain.token.KeyState.NEXT;
import static dev.gatehouse.domain.token.KeyState.RETIRING;
import static dev.gatehouse.domain.token.KeyState.WITHDRAWN;
import static dev.gatehouse.domain.token.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration AHEAD = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final KeyPolicy POLICY = new KeyPolicy(MONTH, AHEAD, HOUR);
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3));

  private static KeyRing ring(KeyEntry... keys) {
    return new KeyRing(Arrays.asList(keys));
  }

  private static List<KeyRing.Change> due(KeyEntry... keys) {
    return ring(keys).due(POLICY, NOW);
  }

  @Test
  void an_empty_ring_needs_an_active_key_and_then_a_next_one() {
    assertThat(due()).containsExactly(new KeyRing.Change.Create(ACTIVE));
    assertThat(due(key(0, ACTIVE, NOW))).containsExactly(new KeyRing.Change.Create(NEXT));
    assertThat(due(key(0, ACTIVE, NOW), key(1, NEXT, NOW))).isEmpty();
  }

  @Test
  @DisplayName("[L26] a key is active for its time and is followed by the next one")
  void a_key_is_active_for_its_time_and_is_followed_by_the_next_one() {
    KeyEntry next = key(1, NEXT, LONG_AGO);
    assertThat(due(key(0, ACTIVE, NOW.minus(MONTH).plusNanos(1)), next)).isEmpty();
    assertThat(due(key(0, ACTIVE, NOW.minus(MONTH)), next))
        .containsExactly(new KeyRing.Change.Activate(next));
  }

  @Test
  @DisplayName("[L26] a next key is not used before every node has seen it")
  void a_next_key_is_not_used_before_every_node_has_seen_it() {
    KeyEntry old = key(0, ACTIVE, NOW.minus(MONTH));
    assertThat(due(old, key(1, NEXT, NOW.minus(AHEAD).plusNanos(1)))).isEmpty();
    KeyEntry next = key(1, NEXT, NOW.minus(AHEAD));
    assertThat(due(old, next)).containsExactly(new KeyRing.Change.Activate(next));
    assertThat(KeyRing.ready(next, POLICY)).isEqualTo(NOW);
  }

  @Test
  @DisplayName(
      "[L26] a commanded rotation comes when it is due, and never before the next key is known")
  void a_commanded_rotation_comes_when_it_is_due() {
    KeyEntry young = key(0, ACTIVE, NOW);
    KeyEntry due = key(1, NEXT, LONG_AGO, Optional.of(NOW));
    assertThat(due(young, due)).containsExactly(new KeyRing.Change.Activate(due));
    assertThat(due(young, key(1, NEXT, LONG_AGO, Optional.of(NOW.plusNanos(1)))))
        .isEmpty();
    assertThat(due(young, key(1, NEXT, NOW.minusSeconds(1), Optional.of(LONG_AGO))))
        .isEmpty();
  }

  @Test
  @DisplayName("[L26] a withdrawn active key is replaced at once, by the next one if there is one")
  void a_withdrawn_active_key_is_replaced_at_once() {
    KeyEntry withdrawn = key(0, WITHDRAWN, NOW);
    KeyEntry fresh = key(1, NEXT, NOW);
    assertThat(due(withdrawn, fresh)).containsExactly(new KeyRing.Change.Activate(fresh));
    assertThat(due(withdrawn)).containsExactly(new KeyRing.Change.Create(ACTIVE));
  }

  @Test
  void a_withdrawn_next_key_is_replaced() {
    assertThat(due(key(0, ACTIVE, NOW.minus(MONTH)), key(1, WITHDRAWN, NOW)))
        .containsExactly(new KeyRing.Change.Create(NEXT));
  }

  @Test
  void a_retiring_or_withdrawn_key_is_kept_until_what_it_made_has_run_out() {
    KeyEntry active = key(3, ACTIVE, NOW);
    KeyEntry next = key(4, NEXT, NOW);
    KeyEntry retired = key(0, RETIRING, NOW.minus(HOUR));
    KeyEntry withdrawn = key(1, WITHDRAWN, NOW.minus(HOUR));
    assertThat(due(active, next, retired, withdrawn))
        .containsExactly(new KeyRing.Change.Drop(retired), new KeyRing.Change.Drop(withdrawn));
    Instant later = NOW.minus(HOUR).plusNanos(1);
    assertThat(due(active, next, key(0, RETIRING, later), key(1, WITHDRAWN, later)))
        .isEmpty();
    assertThat(due(key(3, ACTIVE, LONG_AGO), key(4, NEXT, LONG_AGO))).isEmpty();
  }

  @Test
  void dropping_and_replacing_are_due_at_once() {
    KeyEntry retired = key(0, RETIRING, LONG_AGO);
    assertThat(due(retired))
        .containsExactly(new KeyRing.Change.Drop(retired), new KeyRing.Change.Create(ACTIVE));
  }

  @Test
  void with_a_clock_set_back_nothing_is_due() {
    Instant future = NOW.plus(MONTH);
    assertThat(due(
            key(0, RETIRING, future),
            key(1, WITHDRAWN, future),
            key(2, ACTIVE, future),
            key(3, NEXT, future, Optional.of(LONG_AGO))))
        .isEmpty();
  }

  @Test
  void usable_keys_are_the_active_one_then_next_and_retiring() {
    KeyEntry oldest = key(0, RETIRING, NOW);
    KeyEntry old = key(1, RETIRING, NOW);
    KeyEntry bad = key(2, WITHDRAWN, NOW);
    KeyEntry active = key(3, ACTIVE, NOW);
    KeyEntry next = key(4, NEXT, NOW);
    KeyRing ring = ring(next, bad, old, active, oldest);
    assertThat(ring.usable()).containsExactly(active, next, oldest, old);
    assertThat(ring.entries()).containsExactly(oldest, old, bad, active, next);
    assertThat(ring.active()).contains(active);
    assertThat(ring.next()).contains(next);
    assertThat(ring().active()).isEmpty();
    assertThat(ring().next()).isEmpty();
  }

  @Test
  @DisplayName("[L25] a key is found by its kid while its work is good")
  void a_key_is_found_by_its_kid_while_its_work_is_good() {
    KeyEntry active = key(3, ACTIVE, LONG_AGO);
    KeyEntry next = key(4, NEXT, LONG_AGO);
    KeyEntry retiring = key(1, RETIRING, NOW.minus(HOUR).plusNanos(1));
    KeyEntry spent = key(0, RETIRING, NOW.minus(HOUR));
    KeyEntry bad = key(2, WITHDRAWN, NOW);
    KeyRing ring = ring(active, next, retiring, spent, bad);
    assertThat(ring.usable("kid-3", POLICY, NOW)).contains(active);
    assertThat(ring.usable("kid-4", POLICY, NOW)).contains(next);
    assertThat(ring.usable("kid-1", POLICY, NOW)).contains(retiring);
    assertThat(ring.usable("kid-0", POLICY, NOW)).isEmpty();
    assertThat(ring.usable("kid-2", POLICY, NOW)).isEmpty();
    assertThat(ring.usable("kid-9", POLICY, NOW)).isEmpty();
    assertThat(ring.usable("", POLICY, NOW)).isEmpty();
  }

  @Test
  void a_ring_has_a_key_whether_its_work_is_good_or_not() {
    KeyRing ring = ring(key(1, ACTIVE, NOW), key(2, WITHDRAWN, NOW), key(0, RETIRING, LONG_AGO));
    for (String kid : List.of("kid-0", "kid-1", "kid-2")) {
      assertThat(ring.has(kid)).isTrue();
    }
    for (String none : List.of("kid-3", "kid", "KID-1", "")) {
      assertThat(ring.has(none)).isFalse();
    }
    assertThat(ring().has("kid-1")).isFalse();
  }

  @Test
  void a_number_is_never_used_again() {
    assertThat(ring().nextVersion(-1)).isZero();
    assertThat(ring().nextVersion(6)).isEqualTo(7);
    assertThat(ring(key(9, ACTIVE, NOW), key(2, NEXT, NOW)).nextVersion(6)).isEqualTo(10);
    assertThat(ring(key(3, ACTIVE, NOW)).nextVersion(6)).isEqualTo(7);
    assertThat(ring(key(6, ACTIVE, NOW)).nextVersion(6)).isEqualTo(7);
  }

  @Test
  void what_is_due_and_what_there_is_cannot_be_changed() {
    assertThatThrownBy(() -> due().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ring(key(1, ACTIVE, NOW)).entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
