package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.OutboxQueue;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link Outbox} and {@link OutboxQueue} promise: a mail goes out if its change commits, to one taker at a time, until it is delivered. */
public abstract class OutboxContract extends StorageContract {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration INSTANT = Duration.ofNanos(1000);

  private final RealmKey realm = Fixtures.realm();

  /** Whatever other tests left is out of the way. */
  @BeforeEach
  void deliverWhatIsThere() {
    Instant farAhead = now.plus(Duration.ofDays(3650));
    List<Outbox.Item> left = queue().claim(100, LEASE, farAhead);
    while (!left.isEmpty()) {
      left.forEach(item -> queue().delivered(item.id(), now));
      left = queue().claim(100, LEASE, farAhead);
    }
  }

  // ---- putting

  @TestFactory
  Stream<DynamicTest> a_mail_comes_out_as_it_was_put_in_on_its_first_try() {
    return Stream.of(Mail.Kind.values())
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
          Outbox.Item item = new Outbox.Item(
              Fixtures.id(),
              realm,
              kind,
              new Sealed(new byte[] {0, -1, 127, -128, 92, 39}),
              0,
              now);
          put(item);
          assertThat(queue().claim(10, LEASE, now)).containsExactly(tried(item, 1));
          queue().delivered(item.id(), now);
        }));
  }

  @Test
  @DisplayName(
      "[L41] a mail goes out if its unit commits, a refusal included, and does not if it is undone")
  void a_mail_goes_out_if_and_only_if_its_unit_commits() {
    Outbox.Item refused = item(now);
    Outbox.Item broken = item(now);
    assertThat(catchThrowable(() -> putThen(refused, new Refusal.TermsNotAccepted().thrown())))
        .isNotNull();
    assertThat(catchThrowable(() -> putThen(broken, new Broken()))).isInstanceOf(Broken.class);

    assertThat(claimed(now)).containsExactly(refused.id());
  }

  @Test
  void a_mail_is_not_taken_before_its_unit_commits() {
    Outbox.Item item = item(now);
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> writer = Race.start(() -> atomically(unit -> {
      unit.outbox().put(item);
      written.countDown();
      Race.await(go);
      return true;
    }));
    Race.await(written);
    Race.Running<List<UUID>> taker = Race.start(() -> claimed(now));
    boolean early = taker.endsWithin(A_MOMENT) && !taker.result().isEmpty();
    go.countDown();

    assertThat(writer.result()).isTrue();
    assertThat(early).isFalse();
    List<UUID> taken = new ArrayList<>(taker.result());
    taken.addAll(claimed(now));
    assertThat(taken).containsExactly(item.id());
  }

  // ---- taking

  @Test
  void nothing_is_taken_from_an_empty_outbox() {
    assertThat(queue().claim(10, LEASE, now)).isEmpty();
  }

  @Test
  void the_oldest_are_taken_first_and_no_more_than_asked_for() {
    List<Outbox.Item> newestFirst =
        IntStream.range(0, 5).mapToObj(n -> item(now.minusSeconds(n))).toList();
    newestFirst.forEach(this::put);

    assertThat(queue().claim(2, LEASE, now))
        .extracting(Outbox.Item::id)
        .containsExactly(newestFirst.get(4).id(), newestFirst.get(3).id());
    assertThat(queue().claim(2, LEASE, now))
        .extracting(Outbox.Item::id)
        .containsExactly(newestFirst.get(2).id(), newestFirst.get(1).id());
    assertThat(queue().claim(2, LEASE, now))
        .extracting(Outbox.Item::id)
        .containsExactly(newestFirst.get(0).id());
    assertThat(queue().claim(2, LEASE, now)).isEmpty();
  }

  @Test
  @DisplayName("[L41] nobody else gets a mail until its lease ends; then somebody does")
  void nobody_else_gets_a_mail_until_its_lease_ends() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());

    assertThat(claimed(now)).isEmpty();
    assertThat(claimed(now.plus(LEASE).minus(INSTANT))).isEmpty();
    assertThat(claimed(now.plus(LEASE))).containsExactly(item.id());
    assertThat(claimed(now.plus(LEASE))).isEmpty();
  }

  @Test
  void every_taking_counts_as_a_try_even_one_of_which_nobody_heard_again() {
    Outbox.Item item = item(now);
    put(item);
    Instant time = now;
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(queue().claim(10, LEASE, time)).containsExactly(tried(item, attempt));
      time = time.plus(LEASE);
      if (attempt % 2 == 0) {
        queue().postpone(item.id(), time);
      }
    }
  }

  // ---- messages

  @TestFactory
  Stream<DynamicTest> a_message_comes_out_as_it_was_put_in_to_its_realm() {
    return Stream.of(Mail.Kind.values())
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
          Outbox.Item item = message(kind);
          put(item);
          assertThat(queue().claim(10, LEASE, now)).as("as a mail").isEmpty();
          assertThat(queue().claimMessages(Fixtures.realm(), 10, LEASE, now))
              .as("in another realm")
              .isEmpty();
          assertThat(queue().claimMessages(realm, 10, LEASE, now)).containsExactly(item.tried(1));
          assertThat(queue().claimMessages(realm, 10, LEASE, now)).as("leased").isEmpty();
          queue().delivered(item.id(), now);
          assertThat(queue().claimMessages(realm, 10, LEASE, now.plus(LEASE))).isEmpty();
        }));
  }

  @Test
  void a_mail_is_no_message() {
    Outbox.Item item = item(now);
    put(item);

    assertThat(queue().claimMessages(realm, 10, LEASE, now.plus(LEASE))).isEmpty();
    assertThat(claimed(now)).containsExactly(item.id());
  }

  @Test
  @DisplayName("[L41] a message that nobody takes for as long as a lease is taken as a mail")
  void a_message_that_nobody_takes_is_taken_as_a_mail() {
    Outbox.Item item = message(Mail.Kind.NEW_DEVICE);
    put(item);

    assertThat(claimed(now.plus(LEASE).minus(INSTANT))).isEmpty();
    assertThat(queue().claim(10, LEASE, now.plus(LEASE))).containsExactly(item.tried(1));
    assertThat(queue().claimMessages(realm, 10, LEASE, now.plus(LEASE))).isEmpty();
    assertThat(queue().claimMessages(realm, 10, LEASE, now.plus(LEASE.multipliedBy(2))))
        .as("it is a message still")
        .containsExactly(item.tried(2));
    assertThat(claimed(now.plus(LEASE.multipliedBy(4)).minus(INSTANT))).isEmpty();
    assertThat(claimed(now.plus(LEASE.multipliedBy(4)))).containsExactly(item.id());
  }

  @Test
  @DisplayName(
      "[L41] a message that is to go by mail is a mail at once, as if it had never been tried")
  void a_message_may_become_a_mail() {
    Outbox.Item item = message(Mail.Kind.SESSION_REUSED);
    put(item);
    assertThat(queue().claimMessages(realm, 10, LEASE, now)).hasSize(1);

    queue().mailInstead(item.id(), now);

    assertThat(queue().claimMessages(realm, 10, LEASE, now.plus(LEASE))).isEmpty();
    assertThat(queue().claim(10, LEASE, now)).singleElement().satisfies(mail -> {
      assertThat(mail.channel()).isEqualTo(Outbox.Channel.MAIL);
      assertThat(mail.kind()).isEqualTo(item.kind());
      assertThat(mail.sealed()).isEqualTo(item.sealed());
      assertThat(mail.attempts()).isEqualTo(1);
      assertThat(mail.account()).isEqualTo(item.account());
    });
  }

  @Test
  @DisplayName(
      "[L41] late word about what is a mail by now neither frees its lease nor takes it away")
  void late_word_about_what_is_a_mail_by_now() {
    Outbox.Item item = message(Mail.Kind.NEW_DEVICE);
    put(item);
    assertThat(queue().claimMessages(realm, 10, LEASE, now)).hasSize(1);
    queue().mailInstead(item.id(), now);
    assertThat(claimed(now)).containsExactly(item.id());

    queue().mailInstead(item.id(), now);
    queue().drop(item.id());

    assertThat(claimed(now)).isEmpty();
    assertThat(queue().claim(10, LEASE, now.plus(LEASE)))
        .extracting(Outbox.Item::attempts)
        .containsExactly(2);
  }

  @Test
  @DisplayName("[L41] late word brings no message back, and takes nothing away that is given up")
  void late_word_about_a_message() {
    Outbox.Item delivered = message(Mail.Kind.NEW_DEVICE);
    Outbox.Item dead = message(Mail.Kind.NEW_DEVICE);
    Outbox.Item dropped = message(Mail.Kind.NEW_DEVICE);
    Stream.of(delivered, dead, dropped).forEach(this::put);
    assertThat(queue().claimMessages(realm, 10, LEASE, now)).hasSize(3);
    queue().delivered(delivered.id(), now);
    queue().bury(dead.id(), now);
    queue().drop(dropped.id());

    Stream.of(delivered, dead, dropped).forEach(item -> {
      queue().mailInstead(item.id(), now);
      queue().drop(item.id());
    });

    assertThat(claimed(now.plus(Duration.ofDays(300)))).isEmpty();
    assertThat(queue().claimMessages(realm, 10, LEASE, now.plus(Duration.ofDays(300))))
        .isEmpty();
    assertThat(queue().dead(dead.id()).map(OutboxQueue.Dead::item)).contains(dead.tried(1));
    assertThat(revived(dropped.id(), now)).isFalse();
    assertThat(revived(dead.id(), now)).isTrue();
    assertThat(queue().claimMessages(realm, 10, LEASE, now)).containsExactly(dead.tried(1));
  }

  @Test
  @DisplayName("[L41] of racing takers, be it as a mail or as a message, one gets it")
  void of_racing_takers_of_a_message_one_gets_it() {
    Race.rounds(10, round -> {
      Outbox.Item item = message(Mail.Kind.NEW_DEVICE);
      put(item);
      Instant later = now.plus(LEASE);

      List<Integer> taken = Race.of(
          6,
          n -> n % 2 == 0
              ? queue().claim(5, LEASE, later).size()
              : queue().claimMessages(realm, 5, LEASE, later).size());

      assertThat(taken.stream().mapToInt(n -> n).sum()).isEqualTo(1);
      queue().delivered(item.id(), later);
    });
  }

  // ---- what became of it

  @Test
  void a_delivered_mail_is_never_taken_again() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());

    queue().delivered(item.id(), now.plusSeconds(1));

    assertThat(claimed(now.plus(LEASE))).isEmpty();
    assertThat(claimed(now.plus(Duration.ofDays(300)))).isEmpty();
  }

  @Test
  void a_postponed_mail_is_taken_again_when_it_is_due_and_not_before() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());
    Instant due = now.plus(Duration.ofHours(1));

    queue().postpone(item.id(), due);

    assertThat(claimed(now.plus(LEASE))).isEmpty();
    assertThat(claimed(due.minus(INSTANT))).isEmpty();
    assertThat(claimed(due)).containsExactly(item.id());
  }

  @Test
  void a_mail_may_be_due_again_before_its_lease_would_have_ended() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());

    queue().postpone(item.id(), now.plusSeconds(1));

    assertThat(claimed(now.plusSeconds(1))).containsExactly(item.id());
  }

  @Test
  void a_buried_mail_is_never_taken_again() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());

    queue().bury(item.id(), now);

    assertThat(claimed(now.plus(Duration.ofDays(300)))).isEmpty();
  }

  @Test
  @DisplayName("[L41] word from a taker whose lease has ended does not bring a delivered mail back")
  void word_that_comes_late_does_not_bring_a_delivered_mail_back() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());
    assertThat(claimed(now.plus(LEASE))).containsExactly(item.id());
    queue().delivered(item.id(), now.plus(LEASE));

    queue().postpone(item.id(), now.plus(LEASE));
    queue().bury(item.id(), now.plus(LEASE));
    queue().delivered(item.id(), now.plus(LEASE));

    assertThat(claimed(now.plus(Duration.ofDays(300)))).isEmpty();
  }

  @Test
  void one_mail_s_end_leaves_the_others_alone() {
    List<Outbox.Item> items =
        IntStream.range(0, 4).mapToObj(n -> item(now.plusSeconds(n))).toList();
    items.forEach(this::put);
    Instant later = now.plusSeconds(10);
    assertThat(claimed(later)).hasSize(4);

    queue().delivered(items.get(0).id(), later);
    queue().bury(items.get(1).id(), later);
    queue().postpone(items.get(2).id(), later.plus(Duration.ofDays(1)));

    assertThat(claimed(later.plus(LEASE))).containsExactly(items.get(3).id());
  }

  @Test
  void word_about_a_mail_that_is_not_there_is_nothing() {
    queue().delivered(Fixtures.id(), now);
    queue().postpone(Fixtures.id(), now);
    queue().bury(Fixtures.id(), now);

    assertThat(claimed(now)).isEmpty();
  }

  // ---- the dead

  @Test
  void the_dead_are_listed_as_they_were_those_given_up_last_first() {
    List<Outbox.Item> items =
        IntStream.range(0, 4).mapToObj(n -> item(now.plusSeconds(n))).toList();
    items.forEach(this::put);
    Instant later = now.plusSeconds(10);
    assertThat(claimed(later)).hasSize(4);
    queue().bury(items.get(2).id(), later);
    queue().bury(items.get(0).id(), later.plusSeconds(1));
    queue().bury(items.get(3).id(), later.plusSeconds(2));
    queue().delivered(items.get(1).id(), later);

    assertThat(queue().dead(2))
        .containsExactly(
            new OutboxQueue.Dead(tried(items.get(3), 1), later.plusSeconds(2)),
            new OutboxQueue.Dead(tried(items.get(0), 1), later.plusSeconds(1)));
    assertThat(queue().dead(items.get(2).id()))
        .contains(new OutboxQueue.Dead(tried(items.get(2), 1), later));
    assertThat(queue().dead(items.get(1).id())).as("delivered").isEmpty();
    assertThat(queue().dead(Fixtures.id())).isEmpty();
  }

  @Test
  @DisplayName("[L41] a dead mail that is revived is due at once, as if it had never been tried")
  void a_dead_mail_that_is_revived_is_due_at_once() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());
    queue().bury(item.id(), now);
    Instant later = now.plus(Duration.ofDays(3));

    assertThat(revived(item.id(), later)).isTrue();

    assertThat(queue().dead(item.id())).isEmpty();
    assertThat(queue().claim(10, LEASE, later.minus(INSTANT))).isEmpty();
    assertThat(queue().claim(10, LEASE, later)).containsExactly(tried(item, 1));
    queue().delivered(item.id(), later);
    assertThat(revived(item.id(), later)).as("delivered").isFalse();
  }

  @Test
  void what_is_not_dead_is_not_revived() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());

    assertThat(revived(item.id(), now)).isFalse();
    assertThat(revived(Fixtures.id(), now)).isFalse();

    assertThat(claimed(now)).as("still leased").isEmpty();
  }

  @Test
  void a_dead_mail_stays_dead_if_the_unit_that_revives_it_is_undone() {
    Outbox.Item item = item(now);
    put(item);
    assertThat(claimed(now)).containsExactly(item.id());
    queue().bury(item.id(), now);

    assertThat(catchThrowable(() -> change(unit -> {
          unit.outbox().revive(item.id(), now);
          throw new Broken();
        })))
        .isInstanceOf(Broken.class);

    assertThat(queue().dead(item.id())).isPresent();
    assertThat(claimed(now)).isEmpty();
  }

  @Test
  void of_racers_who_revive_a_mail_one_does() {
    Race.rounds(5, round -> {
      Outbox.Item item = item(now);
      put(item);
      assertThat(claimed(now)).containsExactly(item.id());
      queue().bury(item.id(), now);

      List<Boolean> did = Race.of(4, n -> revived(item.id(), now));

      assertThat(did).containsOnlyOnce(true);
      assertThat(claimed(now)).containsExactly(item.id());
      queue().delivered(item.id(), now);
    });
  }

  // ---- races

  @Test
  @DisplayName("[L41] of racing takers each mail goes to exactly one")
  void of_racing_takers_each_mail_goes_to_exactly_one() {
    Race.rounds(round -> {
      List<Outbox.Item> items =
          IntStream.range(0, 12).mapToObj(n -> item(now.plusSeconds(round))).toList();
      change(unit -> items.forEach(unit.outbox()::put));

      List<List<UUID>> taken = Race.of(Race.RACERS, n -> claimed(3, now.plusSeconds(round)));

      List<UUID> all = new ArrayList<>(taken.stream().flatMap(List::stream).toList());
      // takers that met in one row may have gone away with fewer than there were
      all.addAll(claimed(12, now.plusSeconds(round)));
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(
              items.stream().map(Outbox.Item::id).toList());
    });
  }

  @Test
  void takers_that_go_on_until_nothing_is_left_get_everything_once() {
    List<Outbox.Item> items =
        IntStream.range(0, 60).mapToObj(n -> item(now.plusMillis(n))).toList();
    change(unit -> items.forEach(unit.outbox()::put));
    Instant later = now.plusSeconds(1);

    List<List<UUID>> taken = Race.of(4, n -> {
      List<UUID> mine = new ArrayList<>();
      List<UUID> batch = claimed(4, later);
      while (!batch.isEmpty()) {
        mine.addAll(batch);
        batch.forEach(id -> queue().delivered(id, later));
        batch = claimed(4, later);
      }
      return mine;
    });

    List<UUID> all = new ArrayList<>(taken.stream().flatMap(List::stream).toList());
    all.addAll(claimed(later));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(items.stream().map(Outbox.Item::id).toList());
  }

  // ---- words

  private OutboxQueue queue() {
    return engine().outbox();
  }

  private Outbox.Item item(Instant createdAt) {
    return new Outbox.Item(
        Fixtures.id(),
        realm,
        Mail.Kind.VERIFICATION_CODE,
        new Sealed(Fixtures.bytes(32)),
        0,
        createdAt);
  }

  private Outbox.Item message(Mail.Kind kind) {
    return new Outbox.Item(
        Fixtures.id(),
        realm,
        kind,
        new Sealed(Fixtures.bytes(32)),
        0,
        now,
        Optional.of(Fixtures.accountId()),
        Outbox.Channel.MESSENGER);
  }

  private static Outbox.Item tried(Outbox.Item item, int attempts) {
    return new Outbox.Item(
        item.id(), item.realm(), item.kind(), item.sealed(), attempts, item.createdAt());
  }

  private void put(Outbox.Item item) {
    change(unit -> unit.outbox().put(item));
  }

  private void putThen(Outbox.Item item, RuntimeException thrown) {
    change(unit -> {
      unit.outbox().put(item);
      throw thrown;
    });
  }

  private boolean revived(UUID id, Instant at) {
    return atomically(unit -> unit.outbox().revive(id, at));
  }

  private List<UUID> claimed(Instant at) {
    return claimed(100, at);
  }

  private List<UUID> claimed(int limit, Instant at) {
    return queue().claim(limit, LEASE, at).stream().map(Outbox.Item::id).toList();
  }
}
