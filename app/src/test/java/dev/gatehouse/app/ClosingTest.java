package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> story = new CopyOnWriteArrayList<>();
  private final Closing closing = new Closing();

  private AutoCloseable closes(String name) {
    return () -> story.add(name + " closed");
  }

  @Test
  void told_to_stop_while_it_starts_it_closes_what_is_open_when_nothing_is_at_work_any_more()
      throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    Thread starting = new Thread(() -> {
      try {
        closing.during(() -> {
          closing.add(closes("lock"));
          working.countDown();
          while (!closing.closed()) {
            Thread.onSpinWait();
          }
          story.add("still at work");
          return closing.add(closes("database"));
        });
      } catch (InterruptedException e) {
        story.add("never told how it ended");
      }
    });
    starting.start();
    working.await();
    closing.finish();
    starting.interrupt();
    starting.join();

    assertThat(story)
        .containsExactly(
            "still at work", "database closed", "lock closed", "never told how it ended");
  }

  @Test
  void whatever_ends_the_start_closes_what_was_opened_the_last_first() {
    assertThatThrownBy(() -> closing.during(() -> {
          closing.add(closes("lock"));
          closing.add(closes("database"));
          throw new StackOverflowError();
        }))
        .isInstanceOf(StackOverflowError.class);

    assertThat(story).containsExactly("database closed", "lock closed");
  }

  @Test
  void what_does_not_close_keeps_nothing_else_open() {
    closing.add(closes("lock"));
    closing.add(() -> {
      throw new IllegalStateException("stuck");
    });
    closing.close();
    closing.close();

    assertThat(story).containsExactly("lock closed");
  }
}
