package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * People who register, sign in, refresh, change their password and ask for mail, until the server dies under them; and what was acknowledged to
 * them. What was asked for and not answered may have been done or not.
 */
final class Ledger {
  private static final int PEOPLE = 4;
  private static final String SECOND = " that nobody has used before";

  private final Supplier<Caller> callers;
  private final Map<String, List<String>> passwords = new ConcurrentHashMap<>();
  private final Map<String, String> held = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> mailed = ConcurrentHashMap.newKeySet();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Semaphore lives = new Semaphore(0);

  Ledger(Supplier<Caller> callers) {
    this.callers = callers;
  }

  /** Lets people live until so many lives were lived at the server; then it is killed (-9) in the middle of others. */
  void killUnderLoad(Program server, int after) throws InterruptedException {
    lives.drainPermits();
    List<Race.Running<Boolean>> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(Race.start(() -> liveUntilItDies(server)));
    }
    assertThat(lives.tryAcquire(after, Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("people live; faults: %s", faults)
        .isTrue();
    server.kill();
    people.forEach(Race.Running::result);
    assertThat(faults).isEmpty();
  }

  /** Returns when no answer comes any more. */
  private boolean liveUntilItDies(Program server) {
    try {
      while (true) {
        live(server);
        lives.release();
      }
    } catch (Caller.Unanswered death) {
      return true;
    } catch (RuntimeException | AssertionError e) {
      faults.add(e.toString());
      return false;
    }
  }

  private void live(Program server) {
    Caller caller = callers.get();
    String name = "User_" + Fixtures.unique().substring(0, 20);
    expect(201, caller.register(server, name));
    passwords.put(name, List.of(Caller.PASSWORD));

    String address = "mail." + Fixtures.unique().substring(0, 20) + "@example.com";
    asked.add(address);
    expect(201, caller.registerByMail(server, address));
    mailed.add(address);

    Reply.Tokens tokens = expect(200, caller.login(server, name)).tokens();
    held.put(name, tokens.refresh());
    tokens = expect(200, caller.refresh(server, tokens.refresh())).tokens();
    held.put(name, tokens.refresh());
    passwords.put(name, List.of(Caller.PASSWORD, Caller.PASSWORD + SECOND));
    expect(
        200,
        caller.changePassword(server, tokens.access(), Caller.PASSWORD, Caller.PASSWORD + SECOND));
    passwords.put(name, List.of(Caller.PASSWORD + SECOND));
    tokens = expect(200, caller.refresh(server, tokens.refresh())).tokens();
    held.put(name, tokens.refresh());
  }

  private static Reply expect(int status, Reply reply) {
    if (reply.status() != status) {
      throw new AssertionError("not " + status + ": " + reply);
    }
    return reply;
  }

  /** Every account signs in by the password that was acknowledged last, and every session refreshes on. */
  void assertKept(Program server) {
    held.forEach(
        (name, token) -> assertThat(callers.get().refresh(server, token).status())
            .as("session of %s", name)
            .isEqualTo(200));
    passwords.forEach((name, possible) -> assertThat(possible.stream()
            .map(password -> callers.get().login(server, name, password).status()))
        .as("%s has one of %s passwords", name, possible.size())
        .containsOnlyOnce(200));
  }

  /** The addresses to which a mail must go. */
  Set<String> mailed() {
    return mailed;
  }

  /** The addresses to which a mail may go. */
  Set<String> asked() {
    return asked;
  }
}
