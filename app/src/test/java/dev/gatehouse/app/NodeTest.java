package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeTest {
  private final MovableClock clock = MovableClock.started();
  private final AtomicInteger asked = new AtomicInteger();
  private final Storage memory = new InMemoryStorage();

  /** Memory that takes two seconds to say what time it is. */
  private final Storage slow = (Storage) Proxy.newProxyInstance(
      Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, verb, arguments) -> {
        if (verb.getName().equals("time")) {
          asked.incrementAndGet();
          Instant now = clock.instant();
          clock.advance(Duration.ofSeconds(2));
          return Optional.of(now);
        }
        try {
          return verb.invoke(memory, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      });

  @Test
  void a_store_that_is_slow_to_answer_is_not_asked_again_by_those_who_waited_for_it() {
    Node node = new Node(
        House.over(slow).with(clock).gatehouse(),
        Optional.empty(),
        TelegramUpdates.NONE,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        clock);
    asked.set(0);

    node.unready();
    node.unready();
    assertThat(asked).hasValue(1);

    clock.advance(Duration.ofSeconds(1));
    node.unready();
    assertThat(asked).hasValue(2);
  }
}
