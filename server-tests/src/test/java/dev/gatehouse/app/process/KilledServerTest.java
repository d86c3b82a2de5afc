package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed (-9) in the middle of its work takes nothing with it that it had acknowledged. */
class KilledServerTest {
  private static final int KILLS = 2;
  private static final int LIVES = 4;

  @TempDir
  Path folder;

  @Test
  @DisplayName(
      "[L41] a server killed (-9) under load loses no account, session, password or mail that it had acknowledged")
  void killing_a_server_loses_no_acknowledged_change() throws Exception {
    Site site = new Site(folder, ScratchPostgres.database());
    Ledger ledger = new Ledger(Caller::anyone);
    for (int kill = 1; kill <= KILLS; kill++) {
      try (Program server = site.begin("server").ready()) {
        ledger.killUnderLoad(server, LIVES * kill);
      }
    }

    try (Program server = site.begin("server").ready()) {
      ledger.assertKept(server);
    }
    // nothing delivers in this mode yet: each mail waits, once, in the outbox
    assertThat(site.number("select count(*) from gatehouse.outbox where kind = 'VERIFICATION_CODE'"
            + " and sealed is not null and dead_at is null"))
        .isBetween((long) ledger.mailed().size(), (long) ledger.asked().size());
  }
}
