package dev.gatehouse.postgres;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.port.Accounts;
import dev.gatehouse.port.Candidates;
import dev.gatehouse.port.Departures;
import dev.gatehouse.port.Exports;
import dev.gatehouse.port.Handshakes;
import dev.gatehouse.port.Identities;
import dev.gatehouse.port.Invitations;
import dev.gatehouse.port.Keys;
import dev.gatehouse.port.OneTimeSecrets;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.SecondFactors;
import dev.gatehouse.port.Sessions;
import dev.gatehouse.port.Store;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/** The ports of one transaction. */
final class PgUnit implements Store.Unit {
  private final Handle handle;
  private boolean ended;

  PgUnit(Handle handle) {
    this.handle = handle;
  }

  @Override
  public Accounts accounts() {
    return new JdbiAccounts(open());
  }

  @Override
  public Candidates candidates() {
    return new JdbiCandidates(open());
  }

  @Override
  public Sessions sessions() {
    return new JdbiSessions(open());
  }

  @Override
  public OneTimeSecrets secrets() {
    return new JdbiOneTimeSecrets(open());
  }

  @Override
  public SecondFactors secondFactors() {
    return new JdbiSecondFactors(open());
  }

  @Override
  public Outbox outbox() {
    return new JdbiOutbox(open());
  }

  @Override
  public Keys keys() {
    return new JdbiKeys(open());
  }

  @Override
  public Invitations invitations() {
    return new JdbiInvitations(open());
  }

  @Override
  public Departures departures() {
    return new JdbiDepartures(open());
  }

  @Override
  public Exports exports() {
    return new JdbiExports(open());
  }

  @Override
  public Identities identities() {
    return new JdbiIdentities(open());
  }

  @Override
  public Handshakes handshakes() {
    return new JdbiHandshakes(open());
  }

  @Override
  public void record(Event event) {
    JdbiHistory.record(open(), event);
  }

  /** From now on neither this unit nor a port it gave out does anything. */
  void end() {
    ended = true;
    handle.setStatementBuilder(new Ended());
  }

  private Handle open() {
    if (ended) {
      throw Ended.refusal();
    }
    return handle;
  }

  /** Makes no statements. */
  private static final class Ended implements StatementBuilder {
    static IllegalStateException refusal() {
      return new IllegalStateException(
          "this unit has ended; its verbs are good until the work returns");
    }

    @Override
    public Statement create(Connection connection, StatementContext context) {
      throw refusal();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) {
      throw refusal();
    }

    @Override
    public CallableStatement createCall(
        Connection connection, String sql, StatementContext context) {
      throw refusal();
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) {
      throw refusal();
    }
  }
}
