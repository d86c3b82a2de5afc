package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Law L47, on the files themselves. */
final class MigrationsTest {
  @Test
  void migrations_are_numbered_without_gaps() {
    assertThat(Migrations.packaged().stream().map(Migrations.Migration::version))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, Migrations.packaged().size()).boxed().toList());
  }

  @TestFactory
  Stream<DynamicTest> migrations_only_add_and_make_nobody_wait() {
    // the first meets an empty database
    return Migrations.packaged().stream()
        .skip(1)
        .map(m -> DynamicTest.dynamicTest(
            "[L47] V" + m.version(),
            () -> assertThat(Migrations.findings(m.sql())).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> what_takes_away_or_makes_wait_is_found() {
    return Stream.of(
            "drop table candidates",
            "DROP TABLE IF EXISTS candidates CASCADE",
            "drop index sessions_ends",
            "alter table sessions drop column binding",
            "alter table gatehouse.sessions drop binding",
            "alter table sessions rename column binding to bound_to",
            "alter table sessions rename to devices",
            "alter table sessions alter column generation type bigint",
            "alter table sessions alter generation set data type bigint",
            "alter table sessions alter column binding set not null",
            "alter table sessions alter column binding drop default",
            "alter table sessions add column nickname text not null",
            "alter table sessions add column random_id uuid default gen_random_uuid()",
            "alter table sessions add column counted bigint generated always as identity",
            "alter table sessions add column nickname text unique",
            "alter table sessions add column nickname text, drop column binding",
            "alter table sessions add constraint positive check (generation >= 0)",
            "alter table sessions add unique (secret_digest)",
            "alter table sessions add primary key (id)",
            "alter table sessions set unlogged",
            "alter table sessions set schema public",
            "alter table sessions disable trigger all",
            "create index on sessions (realm)",
            "create index sessions_realm on sessions (realm)",
            "create unique index sessions_realm on gatehouse.sessions (realm)",
            "create table other (id int); create index sessions_realm on sessions (realm)",
            "-- drop\n/* create table sessions (id int) */ create index sessions_realm on sessions (realm)",
            "select 'create table sessions (id int); '; create index sessions_realm on sessions (realm)",
            "update accounts set locale = 'en'",
            "delete from candidates",
            "truncate candidates",
            "insert into accounts (id) values (1)",
            "lock table accounts",
            "vacuum full accounts",
            "cluster accounts using accounts_email",
            "reindex table accounts",
            "alter type mood rename value 'sad' to 'blue'",
            "do $$ begin execute 'drop table accounts'; end $$",
            "drop schema gatehouse cascade",
            "create trigger guard before insert on audit for each row execute function guard()",
            "create trigger guard before update on accounts for each row execute function guard()",
            "set statement_timeout = 0")
        .map(sql -> DynamicTest.dynamicTest(
            sql,
            () -> assertThat(Migrations.findings("create table mine (id int);\n" + sql + ";"))
                .hasSize(sql.startsWith("select") ? 2 : 1)));
  }

  @TestFactory
  Stream<DynamicTest> what_only_adds_is_not() {
    return Stream.of(
            "create table devices (id uuid primary key, name text not null); create index devices_name on devices (name); insert into devices values ('a', 'drop table x;')",
            "create table devices (id int); alter table devices add constraint positive check (id > 0)",
            "create table parts (id int) partition by range (id); create table parts_rest partition of parts default",
            "create index concurrently sessions_realm on sessions (realm)",
            "create index concurrently if not exists sessions_realm on gatehouse.sessions (realm) where revoked_at is null",
            "alter table accounts add column nickname text",
            "alter table only gatehouse.accounts add column if not exists nickname text, add column tags text[] not null default '{}'",
            "alter table accounts add column counted integer not null default 0",
            "alter table accounts add column flag boolean default false not null",
            "alter table accounts add column price numeric(10, 2)",
            "alter table accounts add column seen_at timestamptz default now()",
            "alter table accounts add constraint positive check (epoch >= 0) not valid",
            "alter table accounts validate constraint positive",
            "alter table accounts set (fillfactor = 70)",
            "create trigger guard before update or delete on audit for each row execute function guard()",
            "comment on table accounts is 'drop table accounts'",
            "set local lock_timeout = '2s'",
            "create or replace function one() returns int language sql as $body$ select 1; drop table x; $body$")
        .map(sql -> DynamicTest.dynamicTest(
            sql, () -> assertThat(Migrations.findings(sql + ";")).isEmpty()));
  }
}
