package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.AccountDirectory;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Reads accounts. */
final class JdbiAccountDirectory implements AccountDirectory {
  private static final String BY_ID = "select " + AccountRow.COLUMNS
      + " from gatehouse.accounts a where a.id = :id and a.shard = :shard and a.realm = :realm";
  private static final String BY_EMAIL = "select " + AccountRow.COLUMNS
      + " from gatehouse.accounts a where a.realm = :realm and a.email = :key";
  private static final String BY_USERNAME = "select " + AccountRow.COLUMNS
      + " from gatehouse.accounts a where a.realm = :realm and a.username_key = :key";

  /** What nobody's username is. */
  private static final String NOBODY = "";

  private final Db db;

  JdbiAccountDirectory(Db db) {
    this.db = db;
  }

  @Override
  public Optional<Entry> find(RealmKey realm, AccountId id) {
    return db.read(handle -> first(handle
        .createQuery(BY_ID)
        .bind("id", id.value())
        .bind("shard", id.shard())
        .bind("realm", realm.value())));
  }

  /** A name that can be nobody's is asked for all the same, so that it takes as long as any other. */
  @Override
  public Optional<Entry> find(RealmKey realm, Identifier identifier) {
    if (identifier instanceof Identifier.ByEmail by) {
      return find(BY_EMAIL, realm, by.email().value());
    }
    return find(
        BY_USERNAME,
        realm,
        identifier instanceof Identifier.ByUsername by ? by.username().canonical() : NOBODY);
  }

  private Optional<Entry> find(String sql, RealmKey realm, String key) {
    return db.read(
        handle -> first(handle.createQuery(sql).bind("realm", realm.value()).bind("key", key)));
  }

  private static Optional<Entry> first(Query query) {
    return query.map((row, context) -> AccountRow.entry(row)).findOne();
  }
}
