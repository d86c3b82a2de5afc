-- Growing tables carry the account's shard (the last two bytes of its id, and of its session ids), so that they can be
-- distributed by it: every primary key of theirs holds it.

create table accounts (
  id                   uuid        not null,
  shard                integer     not null,
  realm                text        not null,
  username             text,
  username_key         text,       -- case folded: what is unique
  email                text,       -- canonical and proven
  display_name         text,
  locale               text        not null,
  timezone             text        not null,
  status               text        not null,
  epoch                bigint      not null,
  roles                text[]      not null,
  second_factors       text[]      not null,
  password_hash        text,
  terms_accepted_at    timestamptz,
  marketing            boolean     not null,
  created_at           timestamptz not null,
  sign_in_count        bigint      not null default 0,
  last_sign_in_at      timestamptz,
  last_sign_in_address text,
  primary key (id, shard)
) with (fillfactor = 80);
create unique index accounts_username on accounts (realm, username_key) where username_key is not null;
create unique index accounts_email on accounts (realm, email) where email is not null;

create table candidates (
  id                uuid        primary key,
  position          bigint      generated always as identity, -- who came first
  realm             text        not null,
  email             text        not null,
  flow              bytea       not null,
  username          text,
  password_hash     text,
  locale            text        not null,
  terms_accepted_at timestamptz,
  marketing         boolean     not null,
  ends_at           timestamptz not null
);
create index candidates_email on candidates (realm, email);
create index candidates_ends on candidates (ends_at);

-- Refreshing updates generation, rotated_at, idle_ends_at, address and user_agent and must stay HOT: none of them may be
-- in an index, and pages keep room.
create table sessions (
  id            uuid        not null,
  shard         integer     not null,
  realm         text        not null,
  account_id    uuid        not null,
  secret_digest bytea       not null,
  generation    integer     not null,
  transport     text        not null,
  binding       text,
  auth_at       timestamptz not null,
  acr           text        not null,
  amr           text[]      not null,
  idle_seconds  bigint      not null,
  created_at    timestamptz not null,
  rotated_at    timestamptz not null,
  idle_ends_at  timestamptz not null,
  ends_at       timestamptz not null,
  address       text        not null,
  user_agent    text        not null,
  revoked_at    timestamptz,
  revoke_reason text,
  primary key (id, shard),
  foreign key (account_id, shard) references accounts (id, shard)
) with (fillfactor = 70);
create index sessions_account on sessions (account_id, id);
create index sessions_ends on sessions (ends_at);

create table one_time_secrets (
  id            uuid        not null primary key,
  shard         integer,
  purpose       text        not null,
  realm         text        not null,
  account_id    uuid,
  epoch         bigint,
  subject       text        not null, -- of links; empty for digits, whose subject may be an address
  key_version   integer     not null,
  digest        bytea       not null,
  attempts_left integer     not null,
  accepted      boolean     not null, -- how the last try ended, for "returning"
  ends_at       timestamptz not null
) with (fillfactor = 80);
create index one_time_secrets_ends on one_time_secrets (ends_at);

create table keys (
  kid        text        primary key,
  use        text        not null,
  version    integer     not null,
  algorithm  text        not null,
  state      text        not null,
  sealed     bytea       not null,
  public_key text        not null,
  created_at timestamptz not null,
  since      timestamptz not null,
  due_at     timestamptz,
  unique (use, version)
);
create unique index keys_active on keys (use) where state = 'ACTIVE';
create unique index keys_next on keys (use) where state = 'NEXT';

-- One row a ring: locked by whoever changes it, and the memory of versions that are gone.
create table key_rings (
  use             text    primary key,
  highest_version integer not null
);
insert into key_rings (use, highest_version) values ('ACCESS_TOKEN', -1), ('REFRESH_TOKEN', -1), ('DIGEST', -1);

-- The feed of what was revoked. Read by "xid >= the xmin of the snapshot before", which misses no late commit.
create table revocations (
  xid        xid8        not null default pg_current_xact_id(),
  session_id uuid,
  kid        text,
  at         timestamptz not null
);
create index revocations_xid on revocations (xid);
create index revocations_at on revocations (at);

create table lockouts (
  subject    text        not null,
  source     text        not null,
  counted    integer     not null,
  shut_until timestamptz not null,
  forget_at  timestamptz not null,
  primary key (subject, source)
) with (fillfactor = 70);
create index lockouts_forget on lockouts (forget_at);

-- Rates: may be lost, so they cost no write-ahead log.
create unlogged table throttles (
  bucket  text        primary key,
  full_at timestamptz not null
) with (fillfactor = 50);

create table outbox (
  id           uuid        primary key,
  realm        text        not null,
  kind         text        not null,
  sealed       bytea, -- erased when delivered
  attempts     integer     not null default 0,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  delivered_at timestamptz,
  dead_at      timestamptz
) with (fillfactor = 70);
create index outbox_due on outbox (due_at) where delivered_at is null and dead_at is null;
create index outbox_settled on outbox (coalesce(delivered_at, dead_at));

-- Append only. Personal values stand in address and user_agent alone, which erasure empties.
create table audit (
  position   bigint      generated always as identity,
  at         timestamptz not null,
  type       text        not null,
  realm      text,
  actor_kind text        not null,
  actor      text        not null,
  account_id uuid,
  session_id uuid,
  address    text,
  user_agent text,
  reason     text        not null,
  primary key (position, at)
) partition by range (at);
create index audit_account on audit (account_id, position);
create table audit_rest partition of audit default; -- only if the month's partition were missing
-- The first months (UTC); from then on the sweep prepares them ahead of time.
do $$
declare
  month timestamp := date_trunc('month', now() at time zone 'UTC');
begin
  for ahead in 0..2 loop
    execute format('create table %I partition of audit for values from (%L) to (%L)',
      to_char(month, '"audit_y"YYYY"m"MM'), month || '+00', month + interval '1 month' || '+00');
    month := month + interval '1 month';
  end loop;
end $$;
