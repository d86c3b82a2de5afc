package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.port.Announcements;
import dev.gatehouse.testkit.contract.AnnouncementsContract;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisAnnouncementsTest extends AnnouncementsContract {
  /** Tests hear nobody but themselves. */
  private final String prefix = Fixtures.unique() + ":";

  private final List<Redis> nodes = new ArrayList<>();

  ScratchRedis server() {
    return Servers.embedded();
  }

  @Override
  protected Announcements node() {
    return open().announcements();
  }

  private Redis open() {
    Redis node = Redis.open(Servers.patient(server()).withPrefix(prefix), MovableClock.started());
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(Redis::close);
  }

  @Test
  void of_one_node_any_number_may_wait_on_one_connection_which_an_interrupt_leaves_whole()
      throws InterruptedException {
    Announcements node = node();
    node.await(Duration.ofSeconds(10));
    List<Race.Running<Boolean>> waiting = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      waiting.add(Race.start(() -> {
        node.await(Duration.ofSeconds(50));
        return true;
      }));
    }
    assertThat(waiting.get(0).endsWithin(Duration.ofMillis(100))).isFalse();
    assertThat(server().subscribers(prefix + "revocations")).isEqualTo(1);
    waiting.forEach(Race.Running::interrupt);
    waiting.forEach(each -> each.endsWithin(Duration.ofSeconds(20)));
    node.await(Duration.ofMillis(100));

    assertThat(server().subscribers(prefix + "revocations")).isEqualTo(1);
  }

  @Test
  void closing_ends_the_connection_and_no_other_is_made() throws InterruptedException {
    Redis node = open();
    node.announcements().await(Duration.ofSeconds(10));
    assertThat(server().subscribers(prefix + "revocations")).isEqualTo(1);
    node.close();
    node.close();
    node.announcements().await(Duration.ofMillis(700));

    assertThat(server().subscribers(prefix + "revocations")).isZero();
    node.announcements().announce();
    assertThat(node.up()).isFalse();
  }
}
