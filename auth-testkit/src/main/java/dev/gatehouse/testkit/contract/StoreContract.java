package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.History;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Store;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link Store} promises: all or nothing, and a refusal is a decision. */
public abstract class StoreContract extends StorageContract {
  private final DigestKeys keys = Fixtures.digestKeys();

  @Test
  void what_the_work_returns_comes_back_and_what_it_wrote_stays() {
    Account account = Fixtures.account();

    String answer = atomically(unit -> {
      unit.accounts().create(account, Optional.empty());
      return "done";
    });

    assertThat(answer).isEqualTo("done");
    assertThat(entry(account)).isPresent();
  }

  @Test
  @DisplayName("[L01] a refusal keeps what was written, an error keeps nothing")
  void a_refusal_keeps_what_was_written_an_error_keeps_nothing() {
    Written refused = new Written();
    Written broken = new Written();
    RuntimeException refusal = new Refusal.CodeRejected(4).thrown();
    RuntimeException error = new Broken();

    assertThat(catchThrowable(() -> atomically(refused.then(refusal)))).isSameAs(refusal);
    assertThat(catchThrowable(() -> atomically(broken.then(error)))).isSameAs(error);

    refused.assertKept();
    broken.assertGone();
  }

  @TestFactory
  Stream<DynamicTest> whatever_else_is_thrown_rolls_back_and_comes_out_as_it_is() {
    return Stream.<Supplier<Throwable>>of(
            Broken::new,
            () -> new Outage("a test", Duration.ofSeconds(1)),
            () -> new IllegalStateException("broken on purpose"),
            () -> new AssertionError("broken on purpose"),
            () -> new StackOverflowError("broken on purpose"),
            () -> new java.io.IOException("broken on purpose, and checked"))
        .map(error -> {
          Throwable thrown = error.get();
          return DynamicTest.dynamicTest(thrown.getClass().getSimpleName(), () -> {
            Written written = new Written();
            assertThat(catchThrowable(() -> atomically(written.then(thrown)))).isSameAs(thrown);
            written.assertGone();
          });
        });
  }

  @Test
  void work_is_run_once_however_it_ends() {
    AtomicInteger runs = new AtomicInteger();

    change(unit -> runs.incrementAndGet());
    assertThat(runs).hasValue(1);
    assertThat(catchThrowable(() -> change(unit -> {
          runs.incrementAndGet();
          throw new Refusal.NotFound().thrown();
        })))
        .isNotNull();
    assertThat(runs).hasValue(2);
    assertThat(catchThrowable(() -> change(unit -> {
          runs.incrementAndGet();
          throw new Broken();
        })))
        .isNotNull();
    assertThat(runs).hasValue(3);
  }

  @Test
  void a_unit_inside_a_unit_is_an_error_and_undoes_the_outer_one() {
    Account outer = Fixtures.account();
    AtomicInteger inner = new AtomicInteger();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> change(unit -> {
          unit.accounts().create(outer, Optional.empty());
          change(nested -> inner.incrementAndGet());
        }));

    assertThat(inner).as("the work inside never ran").hasValue(0);
    assertThat(entry(outer)).isEmpty();
  }

  @Test
  void a_nested_unit_that_was_refused_does_the_outer_one_no_harm() {
    Account account = Fixtures.account();

    change(unit -> {
      assertThat(catchThrowable(() -> change(nested -> {})))
          .isInstanceOf(IllegalStateException.class);
      unit.accounts().create(account, Optional.empty());
    });

    assertThat(entry(account)).isPresent();
  }

  @TestFactory
  Stream<DynamicTest> after_a_unit_the_thread_may_begin_another_however_the_first_ended() {
    return Stream.<Consumer<Store.Unit>>of(
            unit -> {},
            unit -> {
              throw new Refusal.NotFound().thrown();
            },
            unit -> {
              throw new Broken();
            },
            unit -> {
              throw new AssertionError("broken on purpose");
            },
            unit -> change(nested -> {}))
        .map(first -> DynamicTest.dynamicTest("first", () -> {
          Throwable ignored = catchThrowable(() -> change(first));
          Account account = Fixtures.account();
          change(unit -> unit.accounts().create(account, Optional.empty()));
          assertThat(entry(account)).as("after " + ignored).isPresent();
        }));
  }

  @Test
  void a_unit_on_another_thread_is_no_nesting() {
    Race.rounds(round -> {
      List<Account> accounts = Race.of(Race.RACERS, n -> someone());
      accounts.forEach(account -> assertThat(entry(account)).isPresent());
    });
  }

  @Test
  void nobody_sees_what_is_not_committed() {
    Account account = Fixtures.account();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch looked = new CountDownLatch(1);
    Race.Running<Boolean> writer = Race.start(() -> atomically(unit -> {
      boolean created = unit.accounts().create(account, Optional.empty());
      written.countDown();
      Race.await(looked);
      return created;
    }));
    Race.await(written);
    Race.Running<Boolean> reader = Race.start(() -> entry(account).isPresent());

    // an engine may let readers wait instead
    boolean answered = reader.endsWithin(A_MOMENT);
    boolean seen = answered && reader.result();
    looked.countDown();

    assertThat(seen).isFalse();
    assertThat(writer.result()).isTrue();
    assertThat(reader.result()).isEqualTo(!answered);
    assertThat(entry(account)).isPresent();
  }

  @Test
  void a_unit_is_good_only_until_the_work_returns() {
    Account account = Fixtures.account();
    AtomicReference<Optional<Store.Unit>> kept = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<Runnable>> verb = new AtomicReference<>(Optional.empty());
    change(unit -> {
      kept.set(Optional.of(unit));
      var accounts = unit.accounts();
      verb.set(Optional.of(() -> accounts.create(account, Optional.empty())));
    });
    Store.Unit over = Objects.requireNonNull(kept.get()).orElseThrow();

    assertThat(catchThrowable(
            () -> Objects.requireNonNull(verb.get()).orElseThrow().run()))
        .as("a port kept")
        .isNotNull();
    assertThat(catchThrowable(() -> over.accounts().create(account, Optional.empty())))
        .as("the unit kept")
        .isNotNull();
    assertThat(catchThrowable(() -> over.record(event(account)))).as("an event").isNotNull();
    assertThat(entry(account)).isEmpty();
    assertThat(history(account)).isEmpty();
  }

  @Test
  void events_of_a_unit_are_kept_in_the_order_in_which_they_were_recorded() {
    Account account = someone();

    change(account.id(), unit -> {
      unit.record(event(account).because("first"));
      unit.record(event(account).because("second"));
      unit.record(event(account).because("third"));
    });

    assertThat(history(account))
        .extracting(row -> row.event().reason())
        .containsExactly("third", "second", "first");
  }

  @Test
  void units_about_different_accounts_all_come_through() {
    List<Account> accounts = Stream.generate(this::someone).limit(Race.RACERS).toList();

    Race.rounds(round -> Race.of(
        Race.RACERS,
        n -> locked(accounts.get(n).id(), unit -> {
          unit.accounts().raiseEpoch(accounts.get(n).id(), Fixtures.instant());
          return true;
        })));

    accounts.forEach(
        account -> assertThat(reread(account).epoch()).isEqualTo(account.epoch() + Race.ROUNDS));
  }

  private Event event(Account account) {
    return Event.of(
            EventType.PROFILE_UPDATED, now, Optional.of(account.realm()), Actor.owner(account.id()))
        .about(account.id());
  }

  private List<History.Row> history(Account account) {
    return engine().history().of(account.id(), OptionalLong.empty(), 10);
  }

  /** One of everything a unit can write. */
  private final class Written {
    private final Account account = someone();
    private final Account newcomer = Fixtures.account(account.realm());
    private final Session session = ASession.of(account, now).build();
    private final Candidate candidate = new Candidate(
        Fixtures.id(),
        account.realm(),
        Fixtures.email(),
        new Digest(Fixtures.bytes(32)),
        Optional.empty(),
        Optional.empty(),
        Locale.ENGLISH,
        Consents.NONE,
        now.plus(Duration.ofHours(1)));
    private final SecretText code = new SecretText("123456");
    private final Scope scope =
        new Scope(Purpose.EMAIL_VERIFICATION, account.realm(), "somebody", Optional.empty());
    private final ClientAddress address = Fixtures.ELSEWHERE;

    private Written() {
      change(unit ->
          unit.secrets().issue(OneTimeSecret.issue(scope, keys, code, Optional.empty(), now)));
    }

    Function<Store.Unit, Boolean> then(Throwable thrown) {
      return unit -> {
        assertThat(unit.accounts().signIn(account.id(), account.epoch(), address, now))
            .isTrue();
        unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
        unit.sessions().open(session);
        assertThat(unit.accounts().create(newcomer, Optional.of(Fixtures.hash())))
            .isTrue();
        unit.candidates().hold(candidate);
        assertThat(redeem(unit, "000000").attemptsLeft())
            .isEqualTo(scope.purpose().attempts() - 1);
        unit.record(event(account));
        StoreContract.<RuntimeException>sneak(thrown);
        return false;
      };
    }

    void assertKept() {
      assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 1);
      assertThat(reread(account).signIns().count()).isEqualTo(1);
      assertThat(reread(session)).isEqualTo(session);
      assertThat(entry(newcomer)).isPresent();
      assertThat(held()).hasSize(1);
      assertThat(history(account)).hasSize(1);
      assertThat(attemptsLeftAfterOneMore()).isEqualTo(scope.purpose().attempts() - 2);
    }

    void assertGone() {
      assertThat(reread(account).epoch()).isEqualTo(account.epoch());
      assertThat(reread(account).signIns().count()).isZero();
      assertThat(engine().refreshes().read(session.id())).isEmpty();
      assertThat(engine().sessions().live(account.id(), Optional.empty(), 10, now))
          .isEmpty();
      assertThat(entry(newcomer)).isEmpty();
      assertThat(held()).isEmpty();
      assertThat(history(account)).isEmpty();
      assertThat(attemptsLeftAfterOneMore()).isEqualTo(scope.purpose().attempts() - 1);
    }

    private List<Candidate> held() {
      return atomically(unit -> unit.candidates().of(account.realm(), candidate.email(), now));
    }

    private int attemptsLeftAfterOneMore() {
      return atomically(unit -> redeem(unit, "000000").attemptsLeft());
    }

    private Redemption redeem(Store.Unit unit, String presented) {
      return unit.secrets().redeem(scope, scope.locate(keys, new SecretText(presented)), now);
    }
  }

  /** Lets a checked exception out of a lambda, as Kotlin, Scala and careless reflection do. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
