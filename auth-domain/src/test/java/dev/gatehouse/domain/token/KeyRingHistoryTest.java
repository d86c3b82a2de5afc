package dev.gatehouse.domain.token;

import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.token.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The whole life of a ring, in steps of time: what is due is done as it is in the store, and what nodes rely on is checked. */
class KeyRingHistoryTest {
  private static final KeyPolicy POLICY =
      new KeyPolicy(Duration.ofDays(30), Duration.ofMinutes(10), Duration.ofHours(2));

  /** A store of keys, and what has ever been known of each. */
  private static final class Ring {
    private final Map<String, KeyEntry> rows = new LinkedHashMap<>();
    private final Map<String, Instant> published = new HashMap<>();
    private final Map<String, Instant> lastUsed = new HashMap<>();
    private final Set<Integer> versions = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private Instant now = NOW;
    private int highest = -1;

    KeyRing read() {
      return new KeyRing(new ArrayList<>(rows.values()));
    }

    List<KeyRing.Change> settle() {
      List<KeyRing.Change> done = new ArrayList<>();
      List<KeyRing.Change> due = read().due(POLICY, now);
      while (!due.isEmpty()) {
        due.forEach(this::apply);
        done.addAll(due);
        assertThat(done).as("changes that never come to an end").hasSizeLessThan(20);
        due = read().due(POLICY, now);
      }
      return done;
    }

    private void apply(KeyRing.Change change) {
      if (change instanceof KeyRing.Change.Create create) {
        int version = read().nextVersion(highest);
        assertThat(versions.add(version)).as("version %s is new", version).isTrue();
        highest = version;
        KeyEntry key = key(version, create.state(), now);
        rows.put(key.kid(), key);
        published.put(key.kid(), now);
      } else if (change instanceof KeyRing.Change.Activate activate) {
        Optional<KeyEntry> before = read().active();
        if (before.isPresent()) {
          assertThat(Duration.between(published.get(activate.key().kid()), now))
              .as("known before it is used")
              .isGreaterThanOrEqualTo(POLICY.publishAhead());
          move(before.get(), KeyState.RETIRING);
        }
        move(activate.key(), KeyState.ACTIVE);
      } else if (change instanceof KeyRing.Change.Drop drop) {
        String kid = drop.key().kid();
        if (!withdrawn.contains(kid)) {
          assertThat(Duration.between(lastUsed.get(kid), now))
              .as("all that it made has run out")
              .isGreaterThanOrEqualTo(POLICY.retireAfter());
        }
        rows.remove(kid);
      }
    }

    void move(KeyEntry key, KeyState to) {
      rows.put(key.kid(), rows.get(key.kid()).moved(to, now));
    }

    void withdraw(KeyEntry key) {
      withdrawn.add(key.kid());
      move(key, KeyState.WITHDRAWN);
    }

    void use() {
      lastUsed.put(read().active().orElseThrow().kid(), now);
    }

    void check() {
      KeyRing ring = read();
      assertThat(rows.values().stream().filter(k -> k.state() == KeyState.ACTIVE))
          .hasSize(1);
      assertThat(rows.values().stream().filter(k -> k.state() == KeyState.NEXT)).hasSize(1);
      assertThat(ring.usable().get(0)).isEqualTo(ring.active().orElseThrow());
      for (String kid : withdrawn) {
        assertThat(ring.usable(kid, POLICY, now)).isEmpty();
      }
      lastUsed.forEach((kid, at) -> {
        boolean needed = now.isBefore(at.plus(POLICY.retireAfter())) && !withdrawn.contains(kid);
        if (needed) {
          assertThat(ring.usable(kid, POLICY, now)).as("%s used at %s", kid, at).isPresent();
          assertThat(ring.usable()).contains(rows.get(kid));
        }
      });
      for (KeyEntry key : rows.values()) {
        if (key.state() == KeyState.RETIRING || key.state() == KeyState.WITHDRAWN) {
          assertThat(now).isBefore(key.since().plus(POLICY.retireAfter()));
        }
      }
    }
  }

  @Test
  @DisplayName(
      "[L26] in random lives of a ring there is always one active key that every node knew before, and none is dropped that is still needed")
  void in_random_lives_of_a_ring_there_is_always_one_active_key() {
    Chance.histories(150, chance -> {
      Ring ring = new Ring();
      ring.settle();
      for (int step = 0; step < 60; step++) {
        ring.now = ring.now.plus(chance.upTo(chance.of(List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(9),
            Duration.ofHours(1),
            Duration.ofDays(20)))));
        String before = ring.read().active().orElseThrow().kid();
        boolean withdrew = happens(chance, ring);
        List<KeyRing.Change> done = ring.settle();
        ring.check();
        String after = ring.read().active().orElseThrow().kid();
        if (withdrew) {
          assertThat(after).as("a withdrawn key is replaced at once").isNotEqualTo(before);
        } else {
          assertThat(done.stream().filter(KeyRing.Change.Activate.class::isInstance))
              .hasSizeLessThanOrEqualTo(1);
        }
        ring.use();
      }
    });
  }

  /** Something that people do; says whether the active key was withdrawn. */
  private static boolean happens(Chance chance, Ring ring) {
    KeyEntry next = ring.read().next().orElseThrow();
    switch (chance.below(10)) {
      case 0 -> {
        ring.withdraw(ring.read().active().orElseThrow());
        return true;
      }
      case 1 -> ring.withdraw(next);
      case 2 ->
        ring.read().usable().stream()
            .filter(k -> k.state() == KeyState.RETIRING)
            .findFirst()
            .ifPresent(ring::withdraw);
      case 3, 4 ->
        ring.rows.put(
            next.kid(),
            new KeyEntry(
                next.kid(),
                next.use(),
                next.version(),
                next.algorithm(),
                next.state(),
                next.sealed(),
                next.publicKey(),
                next.createdAt(),
                next.since(),
                Optional.of(ring.now.plus(chance.upTo(Duration.ofHours(1))))));
      default -> {}
    }
    return false;
  }

  @Test
  @DisplayName("[L26] left alone, a ring rotates every 30 days and never more often")
  void left_alone_a_ring_rotates_every_30_days() {
    Ring ring = new Ring();
    ring.settle();
    List<Instant> rotations = new ArrayList<>();
    for (int step = 0; step < 4 * 100; step++) {
      ring.now = ring.now.plus(Duration.ofHours(6));
      if (ring.settle().stream().anyMatch(KeyRing.Change.Activate.class::isInstance)) {
        rotations.add(ring.now);
      }
      ring.check();
      ring.use();
    }
    Duration month = Duration.ofDays(30);
    assertThat(rotations)
        .containsExactly(
            NOW.plus(month), NOW.plus(month.multipliedBy(2)), NOW.plus(month.multipliedBy(3)));
    assertThat(ring.rows).hasSize(2);
  }

  @Test
  @DisplayName("[L26] a commanded rotation happens once")
  void a_commanded_rotation_happens_once() {
    Ring ring = new Ring();
    ring.settle();
    ring.use();
    KeyEntry next = ring.read().next().orElseThrow();
    ring.rows.put(next.kid(), key(next.version(), KeyState.NEXT, NOW, Optional.of(NOW)));
    ring.now = NOW.plus(Duration.ofMinutes(9));
    assertThat(ring.settle()).isEmpty();
    int activations = 0;
    for (int minute = 0; minute < 240; minute++) {
      ring.now = ring.now.plus(Duration.ofMinutes(1));
      activations += (int) ring.settle().stream()
          .filter(KeyRing.Change.Activate.class::isInstance)
          .count();
      ring.use();
      ring.check();
    }
    assertThat(activations).isEqualTo(1);
  }
}
