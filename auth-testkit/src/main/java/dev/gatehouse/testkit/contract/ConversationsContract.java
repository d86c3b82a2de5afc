package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Conversations;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Conversations} promises. */
public abstract class ConversationsContract extends StorageContract {
  private final Digest whom = new Digest(Fixtures.bytes(32));
  private final Sealed topic = new Sealed(Fixtures.bytes(40));
  private final Instant end = now.plusSeconds(300);

  private Conversations conversations() {
    return engine().conversations();
  }

  @Test
  void what_somebody_is_asked_is_found_until_it_runs_out() {
    conversations().put(whom, topic, end);

    assertThat(conversations().find(whom, end.minusMillis(1))).contains(topic);
    assertThat(conversations().find(whom, end)).isEmpty();
    assertThat(conversations().find(new Digest(Fixtures.bytes(32)), now)).isEmpty();
  }

  @Test
  void somebody_is_asked_one_thing_at_a_time() {
    Sealed later = new Sealed(Fixtures.bytes(40));
    conversations().put(whom, topic, end);
    conversations().put(whom, later, end.plusSeconds(5));

    assertThat(conversations().find(whom, end)).contains(later);
  }

  @Test
  @DisplayName("[L48] what nobody has answered goes when it has run out, and not before")
  void what_nobody_has_answered_goes() {
    Instant then = Instant.parse("1995-03-01T00:00:00Z");
    conversations().put(whom, topic, then);
    engine().retention().sweep(100_000, RetentionContract.KEEP, then.minusSeconds(1));
    assertThat(conversations().find(whom, then.minusSeconds(1))).contains(topic);
    engine().retention().sweep(100_000, RetentionContract.KEEP, then);
    assertThat(conversations().find(whom, then.minusSeconds(1))).isEmpty();
  }
}
