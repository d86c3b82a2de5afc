package dev.gatehouse.postgres;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.OneTimeSecrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Judges and counts a try in the statement that writes it down. Locks the owner before the secret, as every unit does: the epoch it judges
 * by is the current one, and stays it until the unit ends. A row stays until its end, so that a link that is spent and a code that is used up go on saying so; a
 * code that is spent is replaced by one that nothing opens.
 */
final class JdbiOneTimeSecrets implements OneTimeSecrets {
  private static final Redemption NOTHING_THERE = new Redemption(false, 0, "");

  private final Handle handle;

  JdbiOneTimeSecrets(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void issue(OneTimeSecret secret) {
    handle
        .createUpdate("""
            insert into gatehouse.one_time_secrets
              (id, shard, purpose, realm, account_id, epoch, subject, key_version, digest, attempts_left, accepted, ends_at, particulars)
            values (:id, :shard, :purpose, :realm, :account, :epoch, :subject, :key_version, :digest, :attempts, false, :ends_at, :particulars)
            on conflict (id) do update set
              shard = excluded.shard, account_id = excluded.account_id, epoch = excluded.epoch, subject = excluded.subject, digest = excluded.digest,
              attempts_left = excluded.attempts_left, accepted = excluded.accepted, ends_at = excluded.ends_at,
              particulars = excluded.particulars
            """)
        .bind("id", secret.located().id())
        .bind("shard", secret.owner().map(owner -> owner.account().shard()))
        .bind("purpose", secret.scope().purpose().name())
        .bind("realm", secret.scope().realm().value())
        .bind("account", secret.owner().map(owner -> owner.account().value()))
        .bind("epoch", secret.owner().map(OneTimeSecret.Owner::epoch))
        .bind("subject", digits(secret.scope()) ? "" : secret.scope().subject())
        .bind("key_version", secret.located().keyVersion())
        .bind("digest", secret.located().digest().bytes())
        .bind("attempts", secret.attemptsLeft())
        .bind("ends_at", secret.endsAt())
        .bind("particulars", secret.particulars().map(Sealed::bytes))
        .execute();
  }

  @Override
  public Redemption redeem(Scope scope, List<Scope.Located> places, Instant now) {
    if (places.isEmpty()) {
      return NOTHING_THERE;
    }
    if (digits(scope) && places.size() == 1) {
      return judgeOrStart(scope, places.get(0), now);
    }
    Optional<Redemption> judged = judgeFirstLive(scope, places, now);
    return digits(scope)
        ? judged.orElseGet(() -> judgeOrStart(scope, places.get(0), now))
        : judged.orElse(NOTHING_THERE);
  }

  /** For digits: counts the try where nothing is live too, in a row that no code opens. */
  private Redemption judgeOrStart(Scope scope, Scope.Located place, Instant now) {
    return redemption(handle
            .createQuery("""
                    with owner as materialized (
                      select a.id, a.epoch
                      from gatehouse.one_time_secrets s join gatehouse.accounts a on a.id = s.account_id and a.shard = s.shard
                      where s.id = :id
                      for no key update of a)
                    insert into gatehouse.one_time_secrets as s
                      (id, purpose, realm, subject, key_version, digest, attempts_left, accepted, ends_at)
                    select :id, :purpose, :realm, '', :key_version, :decoy, :attempts - 1, false, :decoy_ends_at
                    from (select count(*) from owner) as locked_first
                    on conflict (id) do update set (shard, account_id, epoch, particulars, digest, ends_at, accepted, attempts_left) = (
                      select
                        case when live then s.shard end,
                        case when live then s.account_id end,
                        case when live then s.epoch end,
                        case when live then s.particulars end,
                        case when live and not matches then s.digest else excluded.digest end,
                        case when live then s.ends_at else excluded.ends_at end,
                        live and matches,
                        case when not live then excluded.attempts_left when matches then s.attempts_left else greatest(s.attempts_left - 1, 0) end
                      from (
                        select s.ends_at > :now as live, s.attempts_left > 0 and s.digest = :digest
                          and (s.account_id is null or exists (select from owner o where o.id = s.account_id and o.epoch = s.epoch)) as matches
                      ) as judged)
                    returning accepted, case when accepted then 0 else attempts_left end as attempts_left, '' as told, id, case when accepted then particulars end as particulars
                    """)
            .bind("id", place.id())
            .bind("purpose", scope.purpose().name())
            .bind("realm", scope.realm().value())
            .bind("key_version", place.keyVersion())
            .bind("digest", place.digest().bytes())
            .bind("decoy", place.decoy().bytes())
            .bind("attempts", scope.purpose().attempts())
            .bind("decoy_ends_at", now.plus(scope.purpose().life()))
            .bind("now", now))
        .one();
  }

  /** At the first place that has a live row, the active key's before the older ones'. */
  private Optional<Redemption> judgeFirstLive(
      Scope scope, List<Scope.Located> places, Instant now) {
    return redemption(bindPlaces(handle.createQuery("""
                    with live as materialized (
                      select s.id, s.account_id, s.shard, decode(p.digest, 'hex') as digest, decode(p.decoy, 'hex') as decoy
                      from unnest(:ids, :digests, :decoys) with ordinality as p (id, digest, decoy, place) join gatehouse.one_time_secrets s on s.id = p.id
                      where s.ends_at > :now
                      order by p.place
                      limit 1),
                    owner as materialized (
                      select a.id, a.epoch
                      from live join gatehouse.accounts a on a.id = live.account_id and a.shard = live.shard
                      for no key update of a)
                    update gatehouse.one_time_secrets s set (accepted, attempts_left, digest) = (
                      select
                        matches,
                        case when not matches then greatest(s.attempts_left - 1, 0) when :counts_on then s.attempts_left else 0 end,
                        case when matches and :counts_on then live.decoy else s.digest end
                      from (
                        select s.attempts_left > 0 and s.digest = live.digest
                          and (s.account_id is null or exists (select from owner o where o.id = s.account_id and o.epoch = s.epoch)) as matches
                      ) as judged)
                    from live, (select count(*) from owner) as locked_first
                    where s.id = live.id and s.ends_at > :now
                    returning s.accepted, case when s.accepted then 0 else s.attempts_left end as attempts_left,
                      case when s.accepted then s.subject else '' end as told, s.id, case when s.accepted then s.particulars end as particulars
                    """), places)
            .bindArray("digests", String.class, hex(places, Scope.Located::digest))
            .bind("counts_on", digits(scope))
            .bind("now", now))
        .findOne();
  }

  @Override
  public Optional<Waiting> look(Scope scope, List<Scope.Located> places, Instant now) {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    boolean digits = digits(scope);
    return handle
        .createQuery("""
            select s.id, case when not :digits then s.subject else '' end as told, case when not :digits then s.particulars end as particulars
            from (
              select s.*, decode(p.digest, 'hex') as presented
              from unnest(:ids, :digests) with ordinality as p (id, digest, place) join gatehouse.one_time_secrets s on s.id = p.id
              where s.ends_at > :now
              order by p.place
              limit 1) s
            where s.attempts_left > 0
              and (:digits or s.digest = s.presented
                and (s.account_id is null
                  or exists (select from gatehouse.accounts a where a.id = s.account_id and a.shard = s.shard and a.epoch = s.epoch)))
            """)
        .bindArray("ids", UUID.class, places.stream().map(Scope.Located::id).toList())
        .bindArray("digests", String.class, hex(places, Scope.Located::digest))
        .bind("digits", digits)
        .bind("now", now)
        .map((row, context) -> new Waiting(row.getString("told"), attached(row)))
        .findOne();
  }

  @Override
  public Optional<OneTimeSecret.Attached> attached(UUID row, Instant now) {
    return handle
        .createQuery(
            "select id, particulars from gatehouse.one_time_secrets where id = :id and ends_at > :now")
        .bind("id", row)
        .bind("now", now)
        .map((found, context) -> attached(found))
        .findOne()
        .flatMap(attached -> attached);
  }

  /** Locks the owner before the ticket, as {@link #redeem} does. */
  @Override
  public Optional<Attempt> attempt(Scope scope, List<Scope.Located> places, Instant now) {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    return shown(handle.createQuery("""
                with shown as materialized (
                  select s.id, s.account_id, s.shard, decode(p.digest, 'hex') as digest
                  from unnest(:ids, :digests, :decoys) as p (id, digest, decoy) join gatehouse.one_time_secrets s on s.id = p.id
                  where s.ends_at > :now),
                owner as materialized (
                  select a.id, a.epoch
                  from shown join gatehouse.accounts a on a.id = shown.account_id and a.shard = shown.shard
                  for no key update of a)
                update gatehouse.one_time_secrets s set attempts_left = s.attempts_left - 1
                from shown, (select count(*) from owner) as locked_first
                where s.id = shown.id and s.digest = shown.digest and s.ends_at > :now and s.attempts_left > 0
                  and (s.account_id is null or exists (select from owner o where o.id = s.account_id and o.epoch = s.epoch))
                returning s.subject, s.attempts_left
                """), places, now)
        .map((row, context) -> new Attempt(row.getString("subject"), row.getInt("attempts_left")))
        .findFirst();
  }

  @Override
  public boolean spend(Scope scope, List<Scope.Located> places, Instant now) {
    return !places.isEmpty() && shown(handle.createUpdate("""
                update gatehouse.one_time_secrets s set attempts_left = 0, digest = decode(p.decoy, 'hex')
                from unnest(:ids, :digests, :decoys) as p (id, digest, decoy)
                where s.id = p.id and s.digest = decode(p.digest, 'hex') and s.ends_at > :now
                """), places, now).execute() == 1;
  }

  private static <S extends SqlStatement<S>> S shown(
      S statement, List<Scope.Located> places, Instant now) {
    return bindPlaces(statement, places)
        .bindArray("digests", String.class, hex(places, Scope.Located::digest))
        .bind("now", now);
  }

  @Override
  public boolean remember(Digest what, Instant until, Instant now) {
    return handle
            .createUpdate("""
                insert into gatehouse.proofs as p (digest, ends_at) values (:digest, :until)
                on conflict (digest) do update set ends_at = excluded.ends_at where p.ends_at <= :now
                """)
            .bind("digest", what.bytes())
            .bind("until", until)
            .bind("now", now)
            .execute()
        == 1;
  }

  /** They go on counting tries, so that nobody learns from the answers that they were taken away. */
  @Override
  public void revoke(List<Scope.Located> places) {
    if (!places.isEmpty()) {
      bindPlaces(handle.createUpdate("""
                  update gatehouse.one_time_secrets s set digest = decode(p.decoy, 'hex')
                  from unnest(:ids, :decoys) as p (id, decoy)
                  where s.id = p.id
                  """), places).execute();
    }
  }

  private static <S extends SqlStatement<S>> S bindPlaces(S statement, List<Scope.Located> places) {
    return statement
        .bindArray("ids", UUID.class, places.stream().map(Scope.Located::id).toList())
        .bindArray("decoys", String.class, hex(places, Scope.Located::decoy));
  }

  private static List<String> hex(
      List<Scope.Located> places, Function<Scope.Located, Digest> which) {
    return places.stream().map(which.andThen(Digest::hex)).toList();
  }

  private static ResultIterable<Redemption> redemption(Query query) {
    return query.map((row, context) -> new Redemption(
        row.getBoolean("accepted"),
        row.getInt("attempts_left"),
        row.getString("told"),
        attached(row)));
  }

  private static Optional<OneTimeSecret.Attached> attached(ResultSet row) throws SQLException {
    UUID id = Types.uuid(row, "id");
    return Types.maybeBytes(row, "particulars")
        .map(bytes -> new OneTimeSecret.Attached(id, new Sealed(bytes)));
  }

  private static boolean digits(Scope scope) {
    return scope.purpose().form() == Purpose.Form.DIGITS;
  }
}
