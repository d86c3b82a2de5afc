package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Identities;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Writes linked identities: a row for each subject, of which that of the link's own provider shows the person. */
final class JdbiIdentities implements Identities {
  private static final String OF = " where account_id = :account and shard = :shard";

  static final String FOUND = """
      from unnest(:providers, :subjects) with ordinality as p (provider, subject, place)
        join gatehouse.identities i on i.realm = :realm and i.provider = p.provider and i.subject = p.subject
      """;

  /** The first counts, but not where that account is somebody else for the provider of an earlier one. */
  static final String LEADS = """
      where not exists (
        select from gatehouse.identities other
          join unnest(:providers) with ordinality as q (provider, place) on other.provider = q.provider
        where other.account_id = i.account_id and other.shard = i.shard and q.place < p.place)
      order by p.place
      limit 1
      """;

  private static final String SHOWN =
      "display_name = :display_name, username = :username, picture = :picture";

  /** As {@link ProviderProfile#over} says it. */
  private static final String SHOWN_OVER = """
      display_name = coalesce(:display_name, display_name), picture = coalesce(:picture, picture),
      username = case when :display_name::text is null then coalesce(:username, username) else :username end
      """;

  private final Handle handle;

  JdbiIdentities(Handle handle) {
    this.handle = handle;
  }

  /** Whose link it is, and what it is named after. */
  private record Holder(AccountId account, String link) {}

  @Override
  public Optional<AccountId> owner(RealmKey realm, List<Identity> identities) {
    return holder(realm, identities).map(Holder::account);
  }

  private Optional<Holder> holder(RealmKey realm, List<Identity> identities) {
    return subjects(handle.createQuery("""
            select i.account_id, i.link
            """ + FOUND + LEADS), identities)
        .bind("realm", realm.value())
        .map((row, context) ->
            new Holder(new AccountId(Types.uuid(row, "account_id")), row.getString("link")))
        .findOne();
  }

  @Override
  public boolean link(LinkedIdentity linked) {
    String provider = linked.identity().provider().value();
    boolean won = of(handle.createUpdate("""
            insert into gatehouse.identities
              (account_id, shard, realm, provider, subject, link, display_name, username, picture, linked_at, used_at)
            values (:account, :shard, :realm, :provider, :subject, :provider, :display_name, :username, :picture, :linked_at, :used_at)
            on conflict do nothing
            """), linked.account())
            .bind("realm", linked.realm().value())
            .bind("provider", provider)
            .bind("subject", linked.identity().subject())
            .bind("display_name", linked.profile().displayName())
            .bind("username", linked.profile().username())
            .bind("picture", linked.profile().picture())
            .bind("linked_at", linked.linkedAt())
            .bind("used_at", linked.usedAt())
            .execute()
        == 1;
    if (won) {
      join(
          new Holder(linked.account(), provider), linked.realm(), linked.joined(), linked.usedAt());
    }
    return won;
  }

  private List<Identity> join(Holder holder, RealmKey realm, List<Identity> others, Instant now) {
    if (others.isEmpty()) {
      return List.of();
    }
    return of(subjects(handle.createQuery("""
            insert into gatehouse.identities (account_id, shard, realm, provider, subject, link, linked_at, used_at)
            select :account, :shard, :realm, p.provider, p.subject, :link, :now, :now
            from unnest(:providers, :subjects) as p (provider, subject)
            on conflict do nothing
            returning provider, subject
            """), others), holder.account())
        .bind("realm", realm.value())
        .bind("link", holder.link())
        .bind("now", now)
        .map((row, context) -> identity(row))
        .list();
  }

  @Override
  public List<Identity> used(
      AccountId account, RealmKey realm, ProvenIdentity person, Instant now) {
    Optional<Holder> holder =
        holder(realm, person.all()).filter(found -> found.account().equals(account));
    holder.ifPresent(found -> keep(found, SHOWN_OVER, person.profile(), now));
    return holder
        .filter(found -> person.also().isPresent())
        .map(found -> join(found, realm, person.all(), now))
        .orElse(List.of());
  }

  private static Identity identity(ResultSet row) throws SQLException {
    return new Identity(new ProviderKey(row.getString("provider")), row.getString("subject"));
  }

  @Override
  public void show(
      AccountId account, RealmKey realm, Identity identity, ProviderProfile profile, Instant now) {
    holder(realm, List.of(identity))
        .filter(found -> found.account().equals(account))
        .ifPresent(found -> keep(found, SHOWN, profile, now));
  }

  /** @param shown what is kept of the profile */
  private void keep(Holder holder, String shown, ProviderProfile profile, Instant now) {
    of(
            handle.createUpdate("update gatehouse.identities set used_at = :now, " + shown + OF
                + " and provider = :link"),
            holder.account())
        .bind("display_name", profile.displayName())
        .bind("username", profile.username())
        .bind("picture", profile.picture())
        .bind("now", now)
        .bind("link", holder.link())
        .execute();
  }

  @Override
  public boolean unlink(AccountId account, ProviderKey provider) {
    return of(
                handle.createUpdate("delete from gatehouse.identities" + OF
                    + " and link = (select link from gatehouse.identities" + OF
                    + " and provider = :provider)"),
                account)
            .bind("provider", provider.value())
            .execute()
        > 0;
  }

  @Override
  public List<LinkedIdentity> of(AccountId account) {
    return of(handle, account);
  }

  static List<LinkedIdentity> of(Handle handle, AccountId account) {
    List<LinkedIdentity> links = new ArrayList<>();
    of(
            handle.createQuery("select * from gatehouse.identities" + OF
                + " order by link collate \"C\", provider <> link, provider collate \"C\""),
            account)
        .map((row, context) -> linked(row))
        .forEach(row -> {
          int last = links.size() - 1;
          if (row.joined().isEmpty()) {
            links.add(row);
          } else if (last >= 0) {
            links.set(last, joined(links.get(last), row.joined()));
          }
        });
    return List.copyOf(links);
  }

  /** A row that is joined to another is given as one that has nothing else to show. */
  private static LinkedIdentity linked(ResultSet row) throws SQLException {
    Identity identity = identity(row);
    boolean head = row.getString("provider").equals(row.getString("link"));
    return new LinkedIdentity(
        new AccountId(Types.uuid(row, "account_id")),
        new RealmKey(row.getString("realm")),
        identity,
        head ? List.of() : List.of(identity),
        new ProviderProfile(
            Types.maybeString(row, "display_name"),
            Types.maybeString(row, "username"),
            Types.maybeString(row, "picture")),
        Types.instant(row, "linked_at"),
        Types.instant(row, "used_at"));
  }

  private static LinkedIdentity joined(LinkedIdentity link, List<Identity> more) {
    List<Identity> all = new ArrayList<>(link.joined());
    all.addAll(more);
    return new LinkedIdentity(
        link.account(),
        link.realm(),
        link.identity(),
        all,
        link.profile(),
        link.linkedAt(),
        link.usedAt());
  }

  @Override
  public void drop(AccountId account) {
    of(handle.createUpdate("delete from gatehouse.identities" + OF), account).execute();
  }

  private static <S extends SqlStatement<S>> S of(S statement, AccountId account) {
    return statement.bind("account", account.value()).bind("shard", account.shard());
  }

  static <S extends SqlStatement<S>> S subjects(S statement, List<Identity> identities) {
    return statement
        .bindArray(
            "providers",
            String.class,
            identities.stream().map(identity -> identity.provider().value()).toList())
        .bindArray(
            "subjects", String.class, identities.stream().map(Identity::subject).toList());
  }
}
