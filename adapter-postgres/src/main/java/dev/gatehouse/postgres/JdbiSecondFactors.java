package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.SecondFactors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** Writes second factors; whether a step or code is still good, the statement that spends it says. */
final class JdbiSecondFactors implements SecondFactors {
  private static final UUID FIRST = new UUID(0, 0);
  private static final String OF = " where account_id = :account and shard = :shard";

  private final Handle handle;

  JdbiSecondFactors(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void begin(AuthenticatorSetup setup) {
    update(setup.account(), """
        insert into gatehouse.authenticator_setups (account_id, shard, sealed, holder, epoch, ends_at)
        values (:account, :shard, :sealed, :holder, :epoch, :ends_at)
        on conflict (account_id, shard) do update set
          sealed = excluded.sealed, holder = excluded.holder, epoch = excluded.epoch, ends_at = excluded.ends_at
        """)
        .bind("sealed", setup.sealed().bytes())
        .bind("holder", setup.holder().bytes())
        .bind("epoch", setup.epoch())
        .bind("ends_at", setup.endsAt())
        .execute();
  }

  @Override
  public Optional<AuthenticatorSetup> begun(AccountId account, Instant now) {
    return query(
            account,
            "select sealed, holder, epoch, ends_at from gatehouse.authenticator_setups" + OF
                + " and ends_at > :now")
        .bind("now", now)
        .map((row, context) -> new AuthenticatorSetup(
            account,
            new Sealed(row.getBytes("sealed")),
            new Digest(row.getBytes("holder")),
            row.getLong("epoch"),
            Types.instant(row, "ends_at")))
        .findOne();
  }

  @Override
  public void enrol(Authenticator authenticator, List<Digest> codes) {
    AccountId account = authenticator.account();
    update(account, """
        insert into gatehouse.authenticators (account_id, shard, sealed, last_step, failures, enrolled_at)
        values (:account, :shard, :sealed, :last_step, :failures, :enrolled_at)
        on conflict (account_id, shard) do update set
          sealed = excluded.sealed, last_step = excluded.last_step, failures = excluded.failures, enrolled_at = excluded.enrolled_at
        """)
        .bind("sealed", authenticator.sealed().bytes())
        .bind("last_step", authenticator.lastStep())
        .bind("failures", authenticator.failures())
        .bind("enrolled_at", authenticator.enrolledAt())
        .execute();
    update(account, "delete from gatehouse.authenticator_setups" + OF).execute();
    renewCodes(account, codes, authenticator.enrolledAt());
  }

  @Override
  public Optional<Authenticator> find(AccountId account) {
    return query(account, "select * from gatehouse.authenticators" + OF)
        .map((row, context) -> authenticator(row))
        .findOne();
  }

  private static Authenticator authenticator(ResultSet row) throws SQLException {
    return new Authenticator(
        new AccountId(Types.uuid(row, "account_id")),
        new Sealed(row.getBytes("sealed")),
        row.getLong("last_step"),
        row.getInt("failures"),
        Types.instant(row, "enrolled_at"));
  }

  @Override
  public boolean accept(AccountId account, long step) {
    return update(
                account,
                "update gatehouse.authenticators set last_step = :step, failures = 0" + OF
                    + " and last_step < :step")
            .bind("step", step)
            .execute()
        == 1;
  }

  @Override
  public boolean spend(AccountId account, Digest code) {
    boolean spent =
        update(account, "delete from gatehouse.recovery_codes" + OF + " and digest = :digest")
                .bind("digest", code.bytes())
                .execute()
            == 1;
    if (spent) {
      restore(account);
    }
    return spent;
  }

  @Override
  public int fail(AccountId account) {
    return query(
            account,
            "update gatehouse.authenticators set failures = failures + 1" + OF
                + " returning failures")
        .mapTo(Integer.class)
        .findOne()
        .orElse(0);
  }

  @Override
  public void restore(AccountId account) {
    update(account, "update gatehouse.authenticators set failures = 0" + OF).execute();
  }

  @Override
  public int codesLeft(AccountId account) {
    return query(account, "select count(*) from gatehouse.recovery_codes" + OF)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void renewCodes(AccountId account, List<Digest> codes, Instant now) {
    update(account, "delete from gatehouse.recovery_codes" + OF).execute();
    PreparedBatch batch = handle.prepareBatch(
        "insert into gatehouse.recovery_codes (account_id, shard, digest, made_at) values (:account, :shard, :digest, :now)");
    codes.forEach(code ->
        bound(batch, account).bind("digest", code.bytes()).bind("now", now).add());
    if (!codes.isEmpty()) {
      batch.execute();
    }
  }

  @Override
  public int voidCodes(AccountId account, Instant since) {
    return update(account, "delete from gatehouse.recovery_codes" + OF + " and made_at >= :since")
        .bind("since", since)
        .execute();
  }

  @Override
  public void remove(AccountId account) {
    for (String table : List.of("recovery_codes", "authenticators", "authenticator_setups")) {
      update(account, "delete from gatehouse." + table + OF).execute();
    }
  }

  @Override
  public List<Authenticator> page(Optional<AccountId> after, int limit) {
    return handle
        .createQuery(
            "select * from gatehouse.authenticators where account_id > :after order by account_id limit :limit")
        .bind("after", after.map(AccountId::value).orElse(FIRST))
        .bind("limit", limit)
        .map((row, context) -> authenticator(row))
        .list();
  }

  @Override
  public void reseal(AccountId account, Sealed sealed) {
    update(account, "update gatehouse.authenticators set sealed = :sealed" + OF)
        .bind("sealed", sealed.bytes())
        .execute();
  }

  private Update update(AccountId account, String sql) {
    return bound(handle.createUpdate(sql), account);
  }

  private Query query(AccountId account, String sql) {
    return bound(handle.createQuery(sql), account);
  }

  private static <S extends SqlStatement<S>> S bound(S statement, AccountId account) {
    return statement.bind("account", account.value()).bind("shard", account.shard());
  }
}
