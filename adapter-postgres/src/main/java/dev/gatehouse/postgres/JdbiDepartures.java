package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Departures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps which accounts are to be erased. */
final class JdbiDepartures implements Departures {
  private final Handle handle;

  JdbiDepartures(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void schedule(Departure departure) {
    handle
        .createUpdate("""
            insert into gatehouse.departures (account_id, shard, realm, asked_at, due_at, by_owner, before)
            values (:account, :shard, :realm, :asked_at, :due_at, :by_owner, :before)
            on conflict (account_id, shard) do update set
              asked_at = excluded.asked_at, due_at = excluded.due_at, by_owner = excluded.by_owner, before = excluded.before
            """)
        .bind("account", departure.account().value())
        .bind("shard", departure.account().shard())
        .bind("realm", departure.realm().value())
        .bind("asked_at", departure.askedAt())
        .bind("due_at", departure.dueAt())
        .bind("by_owner", departure.byOwner())
        .bind("before", departure.before().name())
        .execute();
  }

  @Override
  public Optional<Departure> of(AccountId account) {
    return handle
        .createQuery("""
            select account_id, realm, asked_at, due_at, by_owner, before
            from gatehouse.departures where account_id = :account and shard = :shard
            """)
        .bind("account", account.value())
        .bind("shard", account.shard())
        .map((row, context) -> departure(row))
        .findOne();
  }

  @Override
  public void cancel(AccountId account) {
    handle
        .createUpdate(
            "delete from gatehouse.departures where account_id = :account and shard = :shard")
        .bind("account", account.value())
        .bind("shard", account.shard())
        .execute();
  }

  private static Departure departure(ResultSet row) throws SQLException {
    return new Departure(
        new AccountId(Types.uuid(row, "account_id")),
        new RealmKey(row.getString("realm")),
        Types.instant(row, "asked_at"),
        Types.instant(row, "due_at"),
        row.getBoolean("by_owner"),
        AccountStatus.valueOf(row.getString("before")));
  }
}
