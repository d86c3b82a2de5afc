package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryMessages;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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
    Node node = node(slow);
    asked.set(0);

    node.unready();
    node.unready();
    assertThat(asked).hasValue(1);

    clock.advance(Duration.ofSeconds(1));
    node.unready();
    assertThat(asked).hasValue(2);
  }

  @Test
  void what_does_not_answer_is_told_once_a_minute_and_why_where_a_network_says_it() {
    Node node = node(memory);
    Outage refused = new Outage("telegram", Duration.ofSeconds(5), new IOException("401"));
    Outage quoting =
        new Outage("postgres", Duration.ofSeconds(1), new IllegalStateException("ada@example.com"));

    List<String> told = heard(() -> {
      node.unavailable("1", refused);
      node.unavailable("2", refused);
      node.unavailable("3", new Outage("password hashing", Duration.ofSeconds(1)));
      node.unavailable("4", quoting);
    });
    assertThat(told)
        .containsExactly(
            "telegram is not available: 401", "postgres is not available: IllegalStateException");

    clock.advance(Duration.ofMinutes(1));
    assertThat(heard(() -> node.unavailable("5", refused))).hasSize(1);
  }

  private static List<String> heard(Runnable acts) {
    Logger logger = (Logger) LoggerFactory.getLogger(Node.class);
    ListAppender<ILoggingEvent> ear = new ListAppender<>();
    ear.start();
    logger.addAppender(ear);
    try {
      acts.run();
    } finally {
      logger.detachAppender(ear);
    }
    return ear.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private Node node(Storage storage) {
    return new Node(
        House.over(storage).with(clock).gatehouse(),
        Optional.empty(),
        TelegramUpdates.NONE,
        new InMemoryMessages(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        clock);
  }
}
