package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often a verb waits for the server, seen on the wire. The pool has one connection, which is in use all the time. */
final class RoundTripsTest {
  private static Wire wire;
  private static Postgres postgres;

  private final Instant now = Fixtures.instant();
  private final Account account = Fixtures.account();
  private final ASession draft = ASession.of(account, now);

  @BeforeAll
  static void open() throws IOException {
    wire = new Wire(ScratchPostgres.shared().port());
    postgres = Postgres.open(
        wire.through(ScratchPostgres.settings(ScratchPostgres.database()).withPoolSize(1), ""));
  }

  @AfterAll
  static void close() throws IOException {
    postgres.close();
    wire.close();
  }

  @Test
  @DisplayName("[L20] a rotation is one round trip, from the first on")
  void a_rotation_is_one_round_trip() {
    open(draft);

    assertThat(turns(() -> rotate(0))).as("the first time on this connection").isEqualTo(1);
    for (int generation = 1; generation < 20; generation++) {
      int g = generation;
      assertThat(turns(() -> rotate(g))).isEqualTo(1);
      assertThat(wire.messages())
          .as("prepared: not parsed again")
          .doesNotContain("P")
          .doesNotContain("Q")
          .containsOnlyOnce("S");
    }
  }

  @Test
  void a_rotation_that_finds_nothing_is_one_round_trip_and_reading_why_another() {
    open(draft);

    assertThat(turns(() -> postgres.refreshes().rotate(draft.token(7, now)))).isEqualTo(1);
    assertThat(turns(() -> postgres.refreshes().read(draft.id()))).isEqualTo(1);
    assertThat(turns(() -> postgres.refreshes().fastForward(draft.token(7, now))))
        .isEqualTo(1);
  }

  @Test
  void reading_is_one_round_trip() {
    open(draft);

    assertThat(turns(() -> postgres.accounts().find(account.realm(), account.id())))
        .isEqualTo(1);
    assertThat(turns(() -> postgres
            .accounts()
            .find(account.realm(), new Identifier.ByEmail(account.email().orElseThrow()))))
        .isEqualTo(1);
    assertThat(turns(() -> postgres
            .accounts()
            .find(account.realm(), new Identifier.ByUsername(account.username().orElseThrow()))))
        .isEqualTo(1);
    assertThat(turns(() -> postgres.accounts().find(account.realm(), new Identifier.Nobody("\0"))))
        .as("nobody")
        .isEqualTo(1);
    assertThat(turns(() -> postgres.sessions().live(account.id(), Optional.empty(), 20, now)))
        .isEqualTo(1);
    Identity identity = new Identity(new ProviderKey("messenger"), Fixtures.unique());
    assertThat(turns(() -> postgres.identities().owner(account.realm(), List.of(identity))))
        .isEqualTo(1);
    assertThat(turns(() -> postgres.identities().of(account.id()))).isEqualTo(1);
    Digest any = new Digest(Fixtures.bytes(32));
    assertThat(turns(() -> postgres.handshakes().look(any, any, now))).isEqualTo(1);
  }

  @Test
  void a_unit_adds_one_round_trip_to_those_of_its_verbs() {
    open(draft);

    int signIn = turns(() -> postgres.store().atomically(unit -> {
      unit.accounts().signIn(account.id(), account.epoch(), Fixtures.ADDRESS, now);
      unit.sessions().open(ASession.of(account, now).build());
      return unit.sessions().evict(account.id(), Fixtures.sessionId(account.id(), now), 50, now);
    }));

    assertThat(signIn).as("three statements and a commit").isEqualTo(4);
  }

  @Test
  void ending_any_number_of_sessions_is_two_statements() {
    open(draft);
    for (int i = 0; i < 10; i++) {
      postgres.store().atomically(unit -> open(unit, ASession.of(account, now)));
    }

    int ending = turns(() -> postgres.store().atomically(unit -> {
      unit.accounts().lock(account.id());
      return unit.sessions()
          .endAll(account.id(), Optional.empty(), RevokeReason.SIGNED_OUT_EVERYWHERE, now);
    }));

    assertThat(ending).as("lock, end, announce, commit: " + wire.messages()).isEqualTo(4);
  }

  private void open(ASession session) {
    postgres.store().atomically(unit -> {
      unit.accounts().create(account, Optional.empty());
      return open(unit, session);
    });
  }

  private static boolean open(dev.gatehouse.port.Store.Unit unit, ASession session) {
    unit.sessions().open(session.build());
    return true;
  }

  private void rotate(int generation) {
    assertThat(postgres.refreshes().rotate(draft.token(generation, now))).isPresent();
  }

  private static int turns(Runnable work) {
    wire.reset();
    work.run();
    return wire.turns();
  }
}
