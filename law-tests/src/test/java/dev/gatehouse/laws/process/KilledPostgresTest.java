package dev.gatehouse.laws.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Outage;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.law.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is killed (-9) and comes back: nothing acknowledged is lost, nobody is told "no", nobody honest is logged out. */
class KilledPostgresTest {
  private static final int PEOPLE = 6;
  private static final int KILLS = 3;
  private static final Duration STUCK = Duration.ofSeconds(60);

  @TempDir
  Path directory;

  private ScratchPostgres server;

  @BeforeEach
  void start() {
    server = ScratchPostgres.durable();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Household household(Duration grace) {
    Setting setting =
        Setting.of(ScratchPostgres.settings(server.fresh()), grace, directory.resolve("mails"));
    return Household.here(setting).working(Setting.Work.ALL);
  }

  @Test
  @DisplayName(
      "[L41] [L43] [L29] PostgreSQL killed (-9) in the middle of load: every acknowledged change is there, callers"
          + " heard of an outage or of success, and the same household goes on without a restart")
  void killing_postgresql_in_the_middle_of_load_loses_no_acknowledged_change() throws Exception {
    try (Household household = household(Duration.ofSeconds(10))) {
      Crowd crowd = new Crowd(household);
      for (int kill = 0; kill < KILLS; kill++) {
        crowd.awaitSteps(PEOPLE * 20);
        server.killServer();
        crowd.awaitOutages(PEOPLE);
        server.restart();
      }
      crowd.awaitSteps(PEOPLE * 20);
      crowd.goHome();

      assertThat(crowd.ledger.faults()).as("what nobody should ever hear").isEmpty();
      assertThat(crowd.ledger.size()).isGreaterThan(PEOPLE * 20);
      crowd.ledger.assertKept(household);
    }
  }

  @Test
  @DisplayName(
      "[L29] after an outage longer than the grace window, a client whose answer was lost refreshes on with the"
          + " token before, and a token two steps old still ends its session")
  void an_outage_longer_than_the_grace_window_logs_nobody_out() {
    try (Household household = household(Duration.ofSeconds(1))) {
      household.register("honest");
      household.register("robbed");
      Tokens answered = household.signIn("honest");
      Tokens stolen = household.signIn("robbed");
      String current = household.refresh(stolen.refresh().reveal()).refresh().reveal();
      Tokens lost = household.refresh(answered.refresh().reveal());
      household.refresh(current);

      server.killServer();
      outlast(household, Duration.ofSeconds(2));
      server.restart();

      Tokens again = patiently(() -> household.refresh(answered.refresh().reveal()));
      assertThat(again.refresh().reveal()).isEqualTo(lost.refresh().reveal());
      assertThatThrownBy(() -> household.refresh(stolen.refresh().reveal()))
          .isInstanceOf(Refused.class)
          .hasMessage("REFRESH_REJECTED");
      assertThat(Answer.<Tokens>to(() -> household.refresh(current)).code())
          .isEqualTo("REFRESH_REJECTED");
      assertThat(Answer.<Tokens>to(() -> household.refresh(again.refresh().reveal()))
              .code())
          .isEqualTo(Answer.OK);
    }
  }

  @Test
  @DisplayName(
      "[L43] while PostgreSQL is gone nobody is told 'no': refreshing and signing in are outages, and so is verifying"
          + " once the feed is stale")
  void while_postgresql_is_gone_nobody_is_told_no() {
    try (Household household = household(Duration.ofSeconds(10))) {
      household.register("anyone");
      Tokens tokens = household.signIn("anyone");
      server.killServer();

      assertThatThrownBy(() -> household.refresh(tokens.refresh().reveal()))
          .isInstanceOf(Outage.class);
      assertThatThrownBy(() -> household.signIn("anyone")).isInstanceOf(Outage.class);
      outlast(household, Duration.ofSeconds(2));
      assertThatThrownBy(() -> household.verify(tokens.access().reveal()))
          .isInstanceOf(Outage.class);

      server.restart();
      patiently(() -> household.refresh(tokens.refresh().reveal()));
      household.verify(tokens.access().reveal());
      household.signIn("anyone");
    }
  }

  /** Asks until that much time has passed; the store is gone all the while. */
  private static void outlast(Household household, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      assertThatThrownBy(() -> household.signIn("nobody")).isInstanceOf(Outage.class);
    }
  }

  /** As a client does that is told to come back. */
  private static <T> T patiently(Supplier<T> call) {
    long end = System.nanoTime() + STUCK.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (Outage outage) {
        if (System.nanoTime() > end) {
          throw outage;
        }
      }
    }
  }

  /** People who register, sign in and refresh; who is told of an outage asks again, with what he had. */
  private static final class Crowd {
    private final Household household;
    private final Ledger ledger = new Ledger();
    private final Semaphore steps = new Semaphore(0);
    private final Semaphore outages = new Semaphore(0);
    private final CountDownLatch home = new CountDownLatch(PEOPLE);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    Crowd(Household household) {
      this.household = household;
      for (int i = 0; i < PEOPLE; i++) {
        Thread person = new Thread(this::live, "person-" + i);
        person.setDaemon(true);
        threads.add(person);
        person.start();
      }
    }

    private void live() {
      try {
        while (!over) {
          comeAndGo();
        }
      } catch (RuntimeException | AssertionError e) {
        ledger.note("fault " + e);
      } finally {
        home.countDown();
      }
    }

    private void comeAndGo() {
      // a registration that was cut off may have been made, so the next try takes another name
      String name = once(() -> {
        String fresh = "User_" + Fixtures.unique().substring(0, 20);
        household.register(fresh);
        return fresh;
      });
      ledger.note("registered " + name);
      Tokens tokens = once(() -> household.signIn(name));
      String session = tokens.claims().session().toString();
      for (int i = 0; i < 6 && !over; i++) {
        String held = tokens.refresh().reveal();
        ledger.note("holds " + session + " " + held);
        tokens = once(() -> household.refresh(held));
      }
      ledger.note("holds " + session + " " + tokens.refresh().reveal());
    }

    private <T> T once(Supplier<T> call) {
      long end = System.nanoTime() + STUCK.toNanos();
      while (true) {
        Optional<T> answer = attempt(call);
        if (answer.isPresent()) {
          steps.release();
          return answer.get();
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException("the outage does not end");
        }
      }
    }

    private <T> Optional<T> attempt(Supplier<T> call) {
      try {
        return Optional.of(call.get());
      } catch (Outage outage) {
        outages.release();
        return Optional.empty();
      }
    }

    void awaitSteps(int count) throws InterruptedException {
      steps.drainPermits();
      assertThat(steps.tryAcquire(count, STUCK.toSeconds(), TimeUnit.SECONDS))
          .as("steps under load")
          .isTrue();
    }

    void awaitOutages(int count) throws InterruptedException {
      outages.drainPermits();
      assertThat(outages.tryAcquire(count, STUCK.toSeconds(), TimeUnit.SECONDS))
          .as("outages heard of")
          .isTrue();
    }

    void goHome() throws InterruptedException {
      over = true;
      assertThat(home.await(STUCK.toSeconds(), TimeUnit.SECONDS))
          .as("everybody went home")
          .isTrue();
    }
  }
}
