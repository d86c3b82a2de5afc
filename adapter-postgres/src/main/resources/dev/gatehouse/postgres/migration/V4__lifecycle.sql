-- How accounts begin and end. A table with a column account_id belongs to that account: its rows go when the account is erased
-- (all but the audit trail's, which lose the person, and whatever refers to accounts by another name stays).

alter table accounts
  add column terms_version text,
  add column phrase text,       -- in every mail, so that the owner knows it for ours
  add column status_before text; -- what a disabled account was

alter table candidates
  add column terms_version text,
  add column invitation_id uuid;

alter table outbox add column account_id uuid; -- whose mail it is

-- The id is a keyed fingerprint of the secret, which stands nowhere.
create table invitations (
  id         uuid        primary key,
  realm      text        not null,
  role       text        not null,
  email      text,       -- the only address it is good for
  issued_by  text        not null,
  created_at timestamptz not null,
  ends_at    timestamptz not null,
  account_id uuid,       -- who took it
  taken_at   timestamptz,
  revoked_at timestamptz
);
create index invitations_realm on invitations (realm, created_at);
create index invitations_account on invitations (account_id) where account_id is not null;
create index invitations_ends on invitations (ends_at);

-- Append only: what was agreed to, and taken back.
create table consents (
  position   bigint      generated always as identity,
  shard      integer     not null,
  account_id uuid        not null,
  kind       text        not null,
  given      boolean     not null,
  version    text,
  at         timestamptz not null,
  primary key (account_id, position, shard)
);

create table departures (
  account_id uuid        not null,
  shard      integer     not null,
  realm      text        not null,
  asked_at   timestamptz not null,
  due_at     timestamptz not null,
  by_owner   boolean     not null,
  before     text        not null, -- the status
  primary key (account_id, shard)
);
create index departures_due on departures (due_at);

create table exports (
  id         uuid        not null,
  shard      integer     not null,
  account_id uuid        not null,
  asked_at   timestamptz not null,
  ends_at    timestamptz not null,
  primary key (id, shard)
);
create index exports_account on exports (account_id);
create index exports_ends on exports (ends_at);

-- How far the trail was walked to empty what names strangers: one row.
create table trail_walk (
  one      integer primary key,
  position bigint  not null
);
insert into trail_walk (one, position) values (1, -1);

-- The trail is only added to. An update may do one thing: empty the two columns that name a person. Months are let go of as
-- tables; rows are deleted only where a month had no table of its own.
create function audit_only_grows() returns trigger language plpgsql as $body$
begin
  if tg_op = 'DELETE' and tg_table_name = 'audit_rest' then
    return old;
  end if;
  if tg_op = 'UPDATE' and new.address is null and new.user_agent is null
      and to_jsonb(new) - 'address' - 'user_agent' = to_jsonb(old) - 'address' - 'user_agent' then
    return new;
  end if;
  raise exception 'the audit trail is only added to' using errcode = 'insufficient_privilege';
end
$body$;
create trigger audit_only_grows before update or delete on audit for each row execute function audit_only_grows();
