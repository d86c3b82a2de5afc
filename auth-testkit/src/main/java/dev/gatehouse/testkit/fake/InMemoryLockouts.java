package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.testkit.fake.State.Counter;
import dev.gatehouse.testkit.fake.State.CounterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts attempts by subject and whom they count apart. A shut gate stops every attempt, also those that a gate for newcomers would not
 * count: else the second try of each new pair would slip by.
 */
final class InMemoryLockouts implements Lockouts {
  private static final Counter NONE = new Counter(0, Instant.MIN, Instant.MIN);

  private final Engine engine;

  InMemoryLockouts(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Passage attempt(List<Gate> gates, Instant now) {
    return engine.write(state -> pass(state, gates, now));
  }

  @Override
  public void forgive(List<Gate> counted, Instant now) {
    engine.write(state -> {
      counted.forEach(gate -> forgive(state, gate, now));
      return counted;
    });
  }

  @Override
  public void clear(String subject) {
    engine.write(state -> {
      state.counters.removeKeys(key -> key.subject().equals(subject));
      return subject;
    });
  }

  private static Passage pass(State state, List<Gate> gates, Instant now) {
    List<Gate> counted = new ArrayList<>();
    boolean newcomer = false;
    for (Gate gate : gates) {
      Counter counter = counter(state, gate);
      if (counter.shutUntil().isAfter(now)) {
        return Passage.stopped(counted, gate, Duration.between(now, counter.shutUntil()));
      }
      boolean counts = newcomer || !gate.newcomersOnly();
      newcomer = counts && count(state, gate, counter, now) == 1;
      if (counts) {
        counted.add(gate);
      }
    }
    return Passage.through(counted);
  }

  private static int count(State state, Gate gate, Counter counter, Instant now) {
    int count = counter.keptUntil().isAfter(now) ? counter.count() + 1 : 1;
    Duration shut = gate.ladder().shutAfter(count);
    // a free attempt shuts nothing, not even until its own moment: others' clocks may be behind
    Instant shutUntil = shut.isZero() ? counter.shutUntil() : now.plus(shut);
    state.counters.put(key(gate), new Counter(count, now.plus(gate.ladder().memory()), shutUntil));
    return count;
  }

  private static void forgive(State state, Gate gate, Instant now) {
    Counter counter = counter(state, gate);
    int left = gate.newcomersOnly() && counter.keptUntil().isAfter(now) ? counter.count() - 1 : 0;
    if (left <= 0) {
      state.counters.remove(key(gate));
    } else {
      // only an open gate lets an attempt through: if it is shut now, the one taken back shut it
      state.counters.put(key(gate), new Counter(left, counter.keptUntil(), Instant.MIN));
    }
  }

  private static Counter counter(State state, Gate gate) {
    return state.counters.find(key(gate)).orElse(NONE);
  }

  private static CounterKey key(Gate gate) {
    return new CounterKey(gate.subject(), gate.from());
  }
}
