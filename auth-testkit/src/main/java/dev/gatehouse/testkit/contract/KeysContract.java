package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.KeyDirectory;
import dev.gatehouse.port.Keys;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@link Keys} and {@link KeyDirectory} promise. Rings are few and their versions run out (256 of each), so these tests undo what they
 * can and drop what they cannot; a database that ran them some ten times has no version left.
 */
public abstract class KeysContract extends StorageContract {
  private static final KeyUse USE = KeyUse.DIGEST;

  private final List<String> kept = new ArrayList<>();

  @AfterEach
  void dropWhatWasKept() {
    if (!kept.isEmpty()) {
      change(unit -> kept.forEach(unit.keys()::drop));
    }
  }

  // ---- adding and reading

  @TestFactory
  Stream<DynamicTest> a_key_comes_back_as_it_was_added() {
    return Arrays.stream(KeyUse.values())
        .flatMap(use -> Arrays.stream(KeyState.values())
            .map(state -> DynamicTest.dynamicTest(use + " " + state, () -> comesBack(use, state))));
  }

  private void comesBack(KeyUse use, KeyState state) {
    List<KeyEntry> read = undone(unit -> {
      emptied(unit, use);
      KeyEntry key = key(use, state, unit.highestVersion(use) + 1);
      unit.add(key);
      assertThat(unit.lock(use)).containsExactly(key);
      return unit.lock(use);
    });

    assertThat(read.get(0).publicKey()).isEqualTo("cHVibGljIGtleQ==");
  }

  @Test
  void a_key_that_is_committed_is_in_the_directory_and_in_its_ring_only() {
    KeyEntry key = added(KeyState.RETIRING);

    assertThat(engine().keys().all()).contains(key).doesNotHaveDuplicates();
    assertThat(ring(USE)).contains(key);
    assertThat(ring(KeyUse.ACCESS_TOKEN)).doesNotContain(key);
    assertThat(ring(KeyUse.REFRESH_TOKEN)).doesNotContain(key);
  }

  @Test
  void a_key_that_was_undone_is_nowhere() {
    KeyEntry key = undone(unit -> {
      unit.lock(USE);
      KeyEntry added = key(USE, KeyState.RETIRING, unit.highestVersion(USE) + 1);
      unit.add(added);
      return added;
    });

    assertThat(engine().keys().all()).doesNotContain(key);
  }

  @Test
  void the_time_at_which_a_next_key_is_due_comes_back() {
    undone(unit -> {
      emptied(unit, USE);
      KeyEntry plain = key(USE, KeyState.NEXT, unit.highestVersion(USE) + 1);
      KeyEntry due = new KeyEntry(
          plain.kid(),
          USE,
          plain.version(),
          "ES256",
          KeyState.NEXT,
          plain.sealed(),
          "",
          plain.createdAt(),
          plain.since(),
          Optional.of(now.plusSeconds(77)));
      unit.add(due);
      assertThat(unit.lock(USE)).containsExactly(due);
      return due;
    });
  }

  // ---- versions

  @Test
  void the_highest_version_is_of_that_use_only_and_goes_up_with_each_key() {
    undone(unit -> {
      int digest = unit.highestVersion(USE);
      int refresh = unit.highestVersion(KeyUse.REFRESH_TOKEN);
      assertThat(digest).isGreaterThanOrEqualTo(-1);
      unit.lock(USE);
      unit.add(key(USE, KeyState.RETIRING, digest + 1));
      assertThat(unit.highestVersion(USE)).isEqualTo(digest + 1);
      unit.add(key(USE, KeyState.RETIRING, digest + 2));
      assertThat(unit.highestVersion(USE)).isEqualTo(digest + 2);
      assertThat(unit.highestVersion(KeyUse.REFRESH_TOKEN)).isEqualTo(refresh);
      return digest;
    });
  }

  @Test
  void a_dropped_key_is_forgotten_and_its_version_stays_taken() {
    KeyEntry key = added(KeyState.RETIRING);

    change(unit -> unit.keys().drop(key.kid()));

    assertThat(engine().keys().all()).extracting(KeyEntry::kid).doesNotContain(key.kid());
    assertThat(ring(USE)).doesNotContain(key);
    int highest = atomically(unit -> unit.keys().highestVersion(USE));
    assertThat(highest).isGreaterThanOrEqualTo(key.version());
  }

  @Test
  void a_version_that_is_taken_is_not_given_again() {
    KeyEntry key = added(KeyState.RETIRING);

    assertThat(catchThrowable(() ->
            change(unit -> unit.keys().add(key(USE, KeyState.RETIRING, key.version())))))
        .isNotNull();
    assertThat(catchThrowable(() -> change(unit -> unit.keys().add(key)))).isNotNull();

    assertThat(engine().keys().all()).containsOnlyOnce(key);
  }

  // ---- changing

  @TestFactory
  Stream<DynamicTest> a_key_moves_to_another_state_and_nothing_else_of_it_changes() {
    return Stream.of(KeyState.NEXT, KeyState.ACTIVE, KeyState.RETIRING)
        .flatMap(from -> Arrays.stream(KeyState.values())
            .filter(to -> to != from)
            .map(to -> DynamicTest.dynamicTest(from + " to " + to, () -> moves(from, to))));
  }

  private void moves(KeyState from, KeyState to) {
    Instant at = now.plusSeconds(33);
    undone(unit -> {
      emptied(unit, USE);
      KeyEntry bystander = key(USE, KeyState.RETIRING, unit.highestVersion(USE) + 1);
      KeyEntry key = key(USE, from, bystander.version() + 1);
      unit.add(bystander);
      unit.add(key);
      unit.move(key.kid(), to, at);
      assertThat(unit.lock(USE)).containsExactlyInAnyOrder(bystander, key.moved(to, at));
      return key;
    });
  }

  @Test
  void activating_the_next_key_after_the_active_one_retires_works_in_one_unit() {
    undone(unit -> {
      emptied(unit, USE);
      KeyEntry active = key(USE, KeyState.ACTIVE, unit.highestVersion(USE) + 1);
      KeyEntry next = key(USE, KeyState.NEXT, active.version() + 1);
      unit.add(active);
      unit.add(next);
      unit.move(active.kid(), KeyState.RETIRING, now);
      unit.move(next.kid(), KeyState.ACTIVE, now);
      unit.add(key(USE, KeyState.NEXT, next.version() + 1));
      assertThat(unit.lock(USE))
          .extracting(KeyEntry::state)
          .containsExactlyInAnyOrder(KeyState.RETIRING, KeyState.ACTIVE, KeyState.NEXT);
      return next;
    });
  }

  @Test
  void a_next_key_is_commanded_to_become_active_and_nothing_else_of_it_changes() {
    Instant due = now.plus(Duration.ofMinutes(10));
    undone(unit -> {
      emptied(unit, USE);
      KeyEntry k = key(USE, KeyState.NEXT, unit.highestVersion(USE) + 1);
      unit.add(k);
      unit.schedule(k.kid(), due);
      KeyEntry expected = new KeyEntry(
          k.kid(),
          USE,
          k.version(),
          k.algorithm(),
          k.state(),
          k.sealed(),
          k.publicKey(),
          k.createdAt(),
          k.since(),
          Optional.of(due));
      assertThat(unit.lock(USE)).containsExactly(expected);
      return k;
    });
  }

  @Test
  void a_key_is_sealed_anew_and_nothing_else_of_it_changes() {
    Sealed other = new Sealed(new byte[] {1, 2, 3});
    undone(unit -> {
      emptied(unit, USE);
      KeyEntry key = key(USE, KeyState.RETIRING, unit.highestVersion(USE) + 1);
      KeyEntry bystander = key(USE, KeyState.ACTIVE, unit.highestVersion(USE) + 2);
      unit.add(key);
      unit.add(bystander);
      unit.reseal(key.kid(), other);
      assertThat(unit.lock(USE)).containsExactlyInAnyOrder(key.sealedAs(other), bystander);
      assertThat(catchThrowable(() -> unit.reseal("none", other)))
          .isInstanceOf(IllegalStateException.class);
      return key;
    });
  }

  // ---- withdrawal

  @Test
  @DisplayName("[L22] a withdrawn key is announced in the same transaction")
  void a_withdrawn_key_is_announced() {
    KeyEntry key = added(KeyState.RETIRING);
    long cursor = engine().revocations().since(Revocations.BEGINNING).next();
    Instant at = now.plusSeconds(3);

    change(unit -> unit.keys().move(key.kid(), KeyState.WITHDRAWN, at));

    assertThat(engine().revocations().since(cursor).entries())
        .contains(new Revocations.Entry(new Revoked.OfKey(key.kid()), at));
  }

  @Test
  void a_withdrawal_that_was_undone_is_not_announced_and_no_other_move_is() {
    KeyEntry key = added(KeyState.RETIRING);
    long cursor = engine().revocations().since(Revocations.BEGINNING).next();

    undone(unit -> {
      unit.move(key.kid(), KeyState.WITHDRAWN, now);
      return key;
    });
    change(unit -> unit.keys().move(key.kid(), KeyState.NEXT, now));
    change(unit -> unit.keys().move(key.kid(), KeyState.RETIRING, now));

    assertThat(engine().revocations().since(cursor).entries())
        .extracting(Revocations.Entry::what)
        .doesNotContain(new Revoked.OfKey(key.kid()));
  }

  // ---- locking

  @Test
  void a_ring_is_locked_until_the_unit_ends_and_whoever_waited_reads_what_it_left() {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<KeyEntry> first = Race.start(() -> atomically(unit -> {
      unit.keys().lock(USE);
      locked.countDown();
      Race.await(go);
      KeyEntry key = key(USE, KeyState.RETIRING, unit.keys().highestVersion(USE) + 1);
      unit.keys().add(key);
      return key;
    }));
    Race.await(locked);
    Race.Running<List<KeyEntry>> second = Race.start(() -> ring(USE));

    assertThat(second.endsWithin(A_MOMENT)).as("got past the lock").isFalse();
    go.countDown();

    kept.add(first.result().kid());
    assertThat(second.result()).contains(first.result());
  }

  @Test
  void writers_that_race_for_the_next_version_all_get_one_of_their_own() {
    Race.rounds(2, round -> {
      List<KeyEntry> keys = Race.of(
          4,
          n -> atomically(unit -> {
            unit.keys().lock(USE);
            KeyEntry key = key(USE, KeyState.RETIRING, unit.keys().highestVersion(USE) + 1);
            unit.keys().add(key);
            return key;
          }));
      keys.forEach(key -> kept.add(key.kid()));

      assertThat(keys).extracting(KeyEntry::version).doesNotHaveDuplicates();
      assertThat(engine().keys().all()).containsAll(keys);
    });
  }

  // ---- words

  private KeyEntry key(KeyUse use, KeyState state, int version) {
    return new KeyEntry(
        "kid-" + Fixtures.unique(),
        use,
        version,
        use == KeyUse.ACCESS_TOKEN ? "ES256" : "HS256",
        state,
        new Sealed(new byte[] {1, 0, -1, 127, -128, 39}),
        "cHVibGljIGtleQ==",
        now.minusSeconds(100),
        now.minusSeconds(50),
        Optional.empty());
  }

  /** A key that stays until the test ends. */
  private KeyEntry added(KeyState state) {
    KeyEntry key = atomically(unit -> {
      unit.keys().lock(USE);
      KeyEntry made = key(USE, state, unit.keys().highestVersion(USE) + 1);
      unit.keys().add(made);
      return made;
    });
    kept.add(key.kid());
    return key;
  }

  private List<KeyEntry> ring(KeyUse use) {
    return atomically(unit -> unit.keys().lock(use));
  }

  private static void emptied(Keys keys, KeyUse use) {
    keys.lock(use).forEach(key -> keys.drop(key.kid()));
  }

  /** What the work gave, in a unit that is undone: it leaves nothing, and uses up no version. */
  private <R> R undone(Function<Keys, R> work) {
    List<R> result = new ArrayList<>();
    Throwable thrown = catchThrowable(() -> change(unit -> {
      result.add(work.apply(unit.keys()));
      throw new Broken();
    }));
    if (thrown instanceof AssertionError failure) {
      throw failure;
    }
    assertThat(thrown).isInstanceOf(Broken.class);
    return result.get(0);
  }
}
