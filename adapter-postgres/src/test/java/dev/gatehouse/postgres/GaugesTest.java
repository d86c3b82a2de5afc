package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class GaugesTest {
  private final Wired wired = new Wired(1);
  private final Postgres postgres = wired.postgres();

  @AfterEach
  void close() {
    wired.close();
  }

  @Test
  @Timeout(60)
  void connections_are_in_use_or_idle_or_awaited() throws Exception {
    Account account = AnAccount.in(Fixtures.realm()).build();
    CompletableFuture<Boolean> waiting = postgres.store().atomically(unit -> {
      assertThat(postgres.connectionsInUse()).isOne();
      assertThat(postgres.connectionsIdle()).isZero();
      assertThat(postgres.connectionsAwaited()).isZero();
      CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(
          () -> postgres.accounts().find(account.realm(), account.id()).isEmpty());
      while (postgres.connectionsAwaited() == 0 && !other.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(postgres.connectionsAwaited()).isOne();
      return other;
    });

    assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(postgres.connectionsInUse()).isZero();
    assertThat(postgres.connectionsIdle()).isOne();
    assertThat(postgres.connectionsAwaited()).isZero();
  }

  @Test
  void connections_that_read_the_feed_are_in_use_or_awaited() throws Exception {
    assertThat(postgres.feedConnectionsInUse()).isZero();
    postgres.revocations().since(0);
    assertThat(postgres.feedConnectionsInUse()).isZero();

    wired.wire().swallowAnswers();
    CompletableFuture<Boolean> reading = CompletableFuture.supplyAsync(() -> {
      try {
        return postgres.revocations().since(0).entries().isEmpty();
      } catch (Outage noAnswer) {
        return false;
      }
    });
    while (postgres.feedConnectionsInUse() == 0 && !reading.isDone()) {
      Thread.onSpinWait();
    }

    assertThat(reading).isNotDone();
    assertThat(postgres.feedConnectionsAwaited()).isZero();
    assertThat(reading.get(30, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void the_pool_of_an_embedder_has_gauges_of_its_own() {
    try (Postgres embedded = Postgres.open(wired.direct())) {
      assertThat(embedded.connectionsInUse()).isZero();
      assertThat(embedded.connectionsIdle()).isZero();
      assertThat(embedded.connectionsAwaited()).isZero();
      assertThat(embedded.feedConnectionsInUse()).isZero();
      assertThat(embedded.feedConnectionsAwaited()).isZero();
    }
  }

  @Test
  void live_sessions_are_estimated_from_what_the_database_has_noted() {
    assertThat(postgres.sessionsLiveEstimate()).as("nothing is noted yet").isZero();
    Account account = AnAccount.in(Fixtures.realm()).build();
    Instant now = Fixtures.instant();
    postgres.store().atomically(unit -> {
      unit.accounts().create(account, Optional.empty());
      for (int i = 0; i < 8; i++) {
        Session session = ASession.of(account, now).build();
        unit.sessions().open(session);
        if (i < 2) {
          unit.sessions().end(account.id(), session.id(), RevokeReason.SIGNED_OUT, now);
        }
      }
      return account;
    });

    wired.execute("analyze gatehouse.sessions");

    assertThat(postgres.sessionsLiveEstimate()).isEqualTo(6);
  }
}
