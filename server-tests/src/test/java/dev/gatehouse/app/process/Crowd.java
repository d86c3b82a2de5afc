package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Honest people who work at the servers by turns, whatever happens to what those stand on. Who is told to come back, or is not answered, asks
 * again with what he has. Whatever else they are told is a fault.
 */
final class Crowd {
  /** What they do. */
  enum Habit {
    /** One session for ever: it refreshes, and each token is good everywhere. */
    STAY,
    /** And beside it others, from signing in to signing out, after which none of their tokens is good anywhere. */
    COME_AND_GO
  }

  private static final Duration BOUND = Duration.ofSeconds(1);

  private final List<Program> servers;
  private final List<Race.Running<Boolean>> people = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Queue<Duration> lags = new ConcurrentLinkedQueue<>();
  private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();
  private final Semaphore rounds = new Semaphore(0);
  private volatile boolean over;

  private Crowd(List<Program> servers) {
    this.servers = servers;
  }

  /** All of them have signed in when this returns. */
  static Crowd of(List<Program> servers, Habit habit, int people) {
    Crowd crowd = new Crowd(servers);
    for (int i = 0; i < people; i++) {
      String name = "Crowd_" + Fixtures.unique().substring(0, 16);
      Caller caller = Caller.anyone();
      Reply.Tokens tokens = caller.newcomer(crowd.server(i), name);
      int first = i;
      crowd.people.add(Race.start(() -> crowd.live(caller, name, tokens, habit, first)));
    }
    return crowd;
  }

  /** Waits until that many rounds were lived from now on. */
  void awaitRounds(int count) {
    rounds.drainPermits();
    try {
      assertThat(rounds.tryAcquire(count, Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("people go on; faults: %s", faults)
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Lets them end, and looks at what they have been through. */
  void goHome() {
    over = true;
    people.forEach(Race.Running::result);
    assertThat(faults).isEmpty();
  }

  /** From the answer to a sign-out until the other servers had refused each token of that session. */
  List<Duration> lags() {
    return lags.stream().sorted().toList();
  }

  /** How long refreshing and verifying took since the last time this was asked, where there was an answer. */
  List<Duration> waits() {
    List<Duration> taken = new ArrayList<>();
    for (Duration wait = waits.poll(); wait != null; wait = waits.poll()) {
      taken.add(wait);
    }
    return taken.stream().sorted().toList();
  }

  private Program server(int turn) {
    return servers.get(turn % servers.size());
  }

  private boolean live(Caller caller, String name, Reply.Tokens first, Habit habit, int turn) {
    try {
      Reply.Tokens tokens = first;
      for (int round = turn; !over; round++) {
        tokens = refreshed(caller, round, tokens);
        goodEverywhere(caller, tokens);
        if (habit == Habit.COME_AND_GO && round % 2 == 0) {
          comeAndGo(caller, name, round);
        }
        rounds.release();
      }
      return true;
    } catch (RuntimeException | AssertionError e) {
      faults.add(name + ": " + e);
      return false;
    }
  }

  private void comeAndGo(Caller caller, String name, int round) {
    Reply.Tokens tokens = answered(200, () -> caller.login(server(round), name)).tokens();
    goodEverywhere(caller, tokens);
    Program here = server(round + 1);
    answered(204, () -> caller.logout(here, tokens.refresh()));
    long ended = System.nanoTime();
    answered(401, () -> caller.check(here, tokens.access()));
    for (Program server : servers) {
      Patience.until(
          "it is refused everywhere",
          () -> caller.check(server, tokens.access()).status() == 401);
    }
    lags.add(Duration.ofNanos(System.nanoTime() - ended));
    for (Program server : servers) {
      Reply reply = answered(401, () -> caller.refresh(server, tokens.refresh()));
      if (!reply.code().equals("REFRESH_REJECTED")) {
        throw new AssertionError("a session that ended: " + reply);
      }
    }
  }

  private Reply.Tokens refreshed(Caller caller, int round, Reply.Tokens tokens) {
    return answered(200, () -> timed(() -> caller.refresh(server(round), tokens.refresh())))
        .tokens();
  }

  private void goodEverywhere(Caller caller, Reply.Tokens tokens) {
    for (Program server : servers) {
      answered(204, () -> timed(() -> caller.check(server, tokens.access())));
    }
  }

  private Reply timed(Supplier<Reply> ask) {
    long began = System.nanoTime();
    Reply reply = ask.get();
    waits.add(Duration.ofNanos(System.nanoTime() - began));
    return reply;
  }

  /** As a client does that is told to come back, or hears nothing. */
  private static Reply answered(int status, Supplier<Reply> ask) {
    Reply[] last = new Reply[1];
    Patience.until("there is an answer", () -> {
      try {
        last[0] = ask.get();
        return last[0].status() != 503 && last[0].status() != 429;
      } catch (Caller.Unanswered nobodyKnows) {
        return false;
      }
    });
    if (last[0].status() != status) {
      throw new AssertionError("not " + status + ": " + last[0]);
    }
    return last[0];
  }

  /** All lags but those that fell into a pause of a machine that does much else are within the law's bound. */
  void assertLags(int pauses) {
    List<Duration> sorted = lags();
    assertThat(sorted.stream().limit(Math.max(1, sorted.size() - pauses)))
        .as("lags %s", sorted)
        .isNotEmpty()
        .allMatch(lag -> lag.compareTo(BOUND) < 0);
  }
}
