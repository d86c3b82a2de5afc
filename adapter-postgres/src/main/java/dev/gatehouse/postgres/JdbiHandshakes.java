package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Handshakes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Writes handshakes: each step is one statement, whose condition says whether it may be taken. */
final class JdbiHandshakes implements Handshakes {
  private static final String LIVE = " where id = :row and ends_at > :now";

  private final Handle handle;

  JdbiHandshakes(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void begin(Handshake handshake) {
    handle
        .createUpdate("""
            insert into gatehouse.handshakes (id, realm, collector, match, state, asked, ends_at)
            values (:row, :realm, :collector, :match, 'PENDING', :asked, :ends_at)
            """)
        .bind("row", handshake.row().bytes())
        .bind("realm", handshake.realm().value())
        .bind("collector", handshake.collector().bytes())
        .bind("match", handshake.match().bytes())
        .bind("asked", handshake.asked().bytes())
        .bind("ends_at", handshake.endsAt())
        .execute();
  }

  @Override
  public Optional<Sealed> open(Digest row, Digest opener, Sealed opened, Instant now) {
    return live(
            handle.createQuery(
                "update gatehouse.handshakes set state = 'CONFIRMING', opener = :opener, opened = :opened"
                    + LIVE
                    + " and (state = 'PENDING' or state = 'CONFIRMING' and opener = :opener) returning asked"),
            row,
            now)
        .bind("opener", opener.bytes())
        .bind("opened", opened.bytes())
        .map((found, context) -> new Sealed(found.getBytes("asked")))
        .findOne();
  }

  @Override
  public Optional<HandshakeState> confirm(
      Digest row, Digest opener, Digest match, Optional<OneTimeSecret.Owner> owner, Instant now) {
    return live(
            handle.createQuery(
                """
                update gatehouse.handshakes
                set state = case when match = :match then 'COMPLETED' else 'DENIED' end,
                  account_id = case when match = :match then cast(:account as uuid) end,
                  shard = case when match = :match then cast(:shard as integer) end,
                  epoch = case when match = :match then cast(:epoch as bigint) end
                """ + LIVE + " and state = 'CONFIRMING' and opener = :opener returning state"),
            row,
            now)
        .bind("match", match.bytes())
        .bind("opener", opener.bytes())
        .bind("account", owner.map(known -> known.account().value()))
        .bind("shard", owner.map(known -> known.account().shard()))
        .bind("epoch", owner.map(OneTimeSecret.Owner::epoch))
        .map((found, context) -> state(found))
        .findOne();
  }

  @Override
  public boolean deny(Digest row, Digest opener, Instant now) {
    return live(
                handle.createUpdate("update gatehouse.handshakes set state = 'DENIED'" + LIVE
                    + " and state in ('CONFIRMING', 'COMPLETED') and opener = :opener"),
                row,
                now)
            .bind("opener", opener.bytes())
            .execute()
        == 1;
  }

  @Override
  public Optional<HandshakeState> standing(Digest row, Digest opener, Instant now) {
    return live(
            handle.createQuery(
                "select state from gatehouse.handshakes" + LIVE + " and opener = :opener"),
            row,
            now)
        .bind("opener", opener.bytes())
        .map((found, context) -> state(found))
        .findOne();
  }

  @Override
  public Optional<Seen> look(Digest row, Digest collector, Instant now) {
    return live(
            handle.createQuery("select state, opened, account_id, epoch from gatehouse.handshakes"
                + LIVE + " and collector = :collector"),
            row,
            now)
        .bind("collector", collector.bytes())
        .map((found, context) -> seen(found))
        .findOne();
  }

  private static Seen seen(ResultSet row) throws SQLException {
    HandshakeState state = state(row);
    long epoch = row.getLong("epoch");
    Optional<OneTimeSecret.Owner> owner = Types.maybeUuid(row, "account_id")
        .map(account -> new OneTimeSecret.Owner(new AccountId(account), epoch));
    return new Seen(
        state,
        Types.maybeBytes(row, "opened")
            .filter(opened -> state == HandshakeState.COMPLETED)
            .map(opened -> new Confirmed(new Sealed(opened), owner)));
  }

  private static HandshakeState state(ResultSet row) throws SQLException {
    return Types.word(HandshakeState.DENIED, row.getString("state"));
  }

  @Override
  public boolean collect(Digest row, Digest collector, Instant now) {
    return live(
                handle.createUpdate("update gatehouse.handshakes set state = 'COLLECTED'" + LIVE
                    + " and state = 'COMPLETED' and collector = :collector"),
                row,
                now)
            .bind("collector", collector.bytes())
            .execute()
        == 1;
  }

  private static <S extends SqlStatement<S>> S live(S statement, Digest row, Instant now) {
    return statement.bind("row", row.bytes()).bind("now", now);
  }
}
