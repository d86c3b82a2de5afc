package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JdbiOutboxQueueTest {
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final Instant now = Fixtures.instant();
  private Wired wired;

  @BeforeEach
  void open() {
    wired = new Wired();
  }

  @AfterEach
  void close() {
    wired.close();
  }

  @Test
  void a_mail_that_somebody_is_just_taking_is_passed_over_without_waiting() throws SQLException {
    UUID held = put(now.minusSeconds(2));
    UUID free = put(now.minusSeconds(1));
    try (Connection busy = wired.direct().getConnection();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute("select from gatehouse.outbox where id = '" + held + "' for update");

      Race.Running<List<UUID>> taking = Race.start(() -> claim(10));
      assertThat(taking.endsWithin(Duration.ofSeconds(5))).isTrue();
      assertThat(taking.result()).containsExactly(free);
      busy.rollback();
    }
    assertThat(claim(10)).containsExactly(held);
  }

  @Test
  @DisplayName("[L40] of a delivered mail nothing is left but the act; a dead one stays sealed")
  void of_a_delivered_mail_nothing_is_left_but_the_act() {
    UUID delivered = put(now);
    UUID dead = put(now);
    claim(10);
    wired.postgres().outbox().delivered(delivered, now);
    wired.postgres().outbox().bury(dead, now);

    assertThat(
            wired.value("select coalesce(sealed::text, 'erased') from gatehouse.outbox where id = '"
                + delivered + "'"))
        .isEqualTo("erased");
    assertThat(wired.value("select length(sealed) from gatehouse.outbox where id = '" + dead + "'"))
        .isEqualTo("32");
  }

  @Test
  void takers_at_once_share_the_mails_and_each_gets_no_more_than_he_asked_for() {
    Race.rounds(10, round -> {
      List<UUID> mails = Stream.generate(() -> put(now)).limit(30).toList();

      List<List<UUID>> taken = Race.of(6, n -> claim(4));

      assertThat(taken).allSatisfy(some -> assertThat(some).hasSizeLessThanOrEqualTo(4));
      assertThat(taken.stream().flatMap(List::stream)).doesNotHaveDuplicates().isSubsetOf(mails);
      List<UUID> rest = claim(100);
      assertThat(rest.size() + taken.stream().mapToInt(List::size).sum()).isEqualTo(30);
    });
  }

  private UUID put(Instant createdAt) {
    UUID id = Fixtures.id();
    Outbox.Item item = new Outbox.Item(
        id,
        Fixtures.realm(),
        Mail.Kind.VERIFICATION_CODE,
        new Sealed(Fixtures.bytes(32)),
        0,
        createdAt);
    return wired.postgres().store().atomically(unit -> {
      unit.outbox().put(item);
      return id;
    });
  }

  private List<UUID> claim(int limit) {
    return wired.postgres().outbox().claim(limit, LEASE, now).stream()
        .map(Outbox.Item::id)
        .toList();
  }
}
