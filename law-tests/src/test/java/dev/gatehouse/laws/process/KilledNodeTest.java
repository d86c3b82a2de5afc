package dev.gatehouse.laws.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.Job;
import dev.gatehouse.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that is killed (-9) in the middle of its work takes nothing with it that it had acknowledged. */
class KilledNodeTest {
  private static final int PEOPLE = 4;
  private static final int KILLS = 4;

  /** Who was asking when the node died asks again only when the test has come that far. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final PGSimpleDataSource database = ScratchPostgres.database();

  @TempDir
  Path directory;

  @Test
  @DisplayName(
      "[L41] killing a node (-9) in the middle of load loses no acknowledged change, and sends no mail zero"
          + " times and none but one twice")
  void killing_a_node_loses_no_acknowledged_change() {
    Setting setting = setting();
    Mailbox mailbox = new Mailbox(setting.mailbox(), 0);
    Ledger ledger = new Ledger();
    for (int kill = 0; kill < KILLS; kill++) {
      try (NodeProcess node = NodeProcess.start(setting, Setting.Work.ALL).ready()) {
        node.begin("load", PEOPLE);
        ledger.note(node.lines(ThreadLocalRandom.current().nextInt(60, 300)));
        ledger.note(node.kill());
      }
    }

    deliverTheRest(setting, mailbox);

    try (Household restarted = Household.here(setting)) {
      assertThat(ledger.faults()).isEmpty();
      assertThat(ledger.size()).isGreaterThan(KILLS * 60 / 2);
      ledger.assertKept(restarted);
    }
    assertMailed(ledger, mailbox.lines(), KILLS);
  }

  @Test
  @DisplayName(
      "[L41] killing a node between handing a mail over and noting that makes one duplicate, with the same id")
  void killing_a_node_that_has_just_handed_a_mail_over_makes_one_duplicate() {
    Setting setting = setting();
    Mailbox mailbox = new Mailbox(setting.mailbox(), 0);
    Ledger ledger = new Ledger();
    try (NodeProcess node = NodeProcess.start(setting, Setting.Work.ALL, 3).ready()) {
      node.begin("load", 1);
      ledger.note(node.linesUntil("stalled"));
      ledger.note(node.kill());
    }
    String last = mailbox.lines().get(2);

    deliverTheRest(setting, mailbox);

    assertThat(ledger.faults()).isEmpty();
    assertMailed(ledger, mailbox.lines(), 1);
    assertThat(mailbox.lines()).filteredOn(last::equals).hasSize(2);
  }

  private Setting setting() {
    return Setting.of(ScratchPostgres.settings(database), GRACE, directory.resolve("mails"));
  }

  /** By another node, as if the leases of the killed ones had run out. */
  private void deliverTheRest(Setting setting, Mailbox mailbox) {
    new Tables(database).run("update gatehouse.outbox set due_at = now() where due_at > now()");
    try (Household household = new Household(setting, 2, Clock.systemUTC(), mailbox)) {
      Job mail = household.gatehouse().jobs().stream()
          .filter(job -> job.name().equals("mail"))
          .findFirst()
          .orElseThrow();
      for (int before = -1; mailbox.lines().size() > before; ) {
        before = mailbox.lines().size();
        mail.work().run();
      }
    }
  }

  private static void assertMailed(Ledger ledger, List<String> delivered, int kills) {
    assertThat(delivered.stream().map(line -> line.split(" ")[1]))
        .as("addresses that got a mail")
        .containsAll(ledger.mailed());
    assertThat(delivered.size() - delivered.stream().distinct().count())
        .as("mails sent twice")
        .isLessThanOrEqualTo(kills);
  }
}
