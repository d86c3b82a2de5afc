package dev.gatehouse.app.seeing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GatheringAppenderTest {
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final LoggerContext context = new LoggerContext();
  private final GatheringAppender appender = new GatheringAppender(new Writes());
  private final Logger logger = context.getLogger("test");

  GatheringAppenderTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    LineEncoder encoder = LineEncoder.json();
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  /** Each write that reaches the operating system. */
  private final class Writes extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  @Test
  void lines_are_written_together_soon_and_in_order() {
    for (int round = 0; round < 3; round++) {
      writes.clear();
      for (int i = 0; i < 100; i++) {
        logger.info("line {}", i);
      }
      while (lines() < 100 && !Thread.interrupted()) {
        Thread.onSpinWait();
      }
      assertThat(writes.size()).isLessThan(100);
      assertThat(String.join("", writes)
              .lines()
              .map(line -> line.replaceAll(".*\"line (\\d+)\".*", "$1")))
          .containsExactlyElementsOf(
              IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void a_warning_waits_for_nothing_and_takes_along_what_came_before_it() {
    logger.info("before");
    logger.warn("it is time");

    assertThat(String.join("", writes)).contains("\"before\"", "\"it is time\"");
  }

  @Test
  void what_is_said_while_the_process_ends_is_written_at_once() {
    logger.info("before");
    appender.end();
    assertThat(String.join("", writes)).contains("\"before\"");

    logger.info("the last word");
    assertThat(String.join("", writes)).contains("\"the last word\"");
  }

  @Test
  void nothing_is_lost_when_it_stops() {
    logger.info("the last word");
    appender.stop();

    assertThat(String.join("", writes)).contains("\"the last word\"");
  }

  @Test
  void lines_are_written_at_once_where_nothing_can_be_done_later() {
    context.getScheduledExecutorService().shutdownNow();
    logger.info("the last word");

    assertThat(String.join("", writes)).contains("\"the last word\"");
  }

  private long lines() {
    return String.join("", writes).lines().count();
  }
}
