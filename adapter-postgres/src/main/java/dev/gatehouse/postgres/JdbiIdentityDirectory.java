package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.port.IdentityDirectory;
import java.util.List;
import java.util.Optional;

/** Reads linked identities. */
final class JdbiIdentityDirectory implements IdentityDirectory {
  private final Db db;

  JdbiIdentityDirectory(Db db) {
    this.db = db;
  }

  @Override
  public Optional<OneTimeSecret.Owner> owner(RealmKey realm, List<Identity> identities) {
    return db.read(handle -> JdbiIdentities.subjects(
            handle.createQuery("""
            select a.id, a.epoch
            """ + JdbiIdentities.FOUND + """
              join gatehouse.accounts a on a.id = i.account_id and a.shard = i.shard
            """ + JdbiIdentities.LEADS), identities)
        .bind("realm", realm.value())
        .map((row, context) ->
            new OneTimeSecret.Owner(new AccountId(Types.uuid(row, "id")), row.getLong("epoch")))
        .findOne());
  }

  @Override
  public List<LinkedIdentity> of(AccountId account) {
    return db.read(handle -> JdbiIdentities.of(handle, account));
  }
}
