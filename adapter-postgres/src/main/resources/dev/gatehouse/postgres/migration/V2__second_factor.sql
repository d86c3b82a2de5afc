create table authenticators (
  account_id  uuid        not null,
  shard       integer     not null,
  sealed      bytea       not null,
  last_step   bigint      not null, -- the last one accepted: none of before it is
  failures    integer     not null, -- in a row
  enrolled_at timestamptz not null,
  primary key (account_id, shard),
  foreign key (account_id, shard) references accounts (id, shard)
) with (fillfactor = 80);

-- At most one an account, and worth nothing until a code of it was shown.
create table authenticator_setups (
  account_id uuid        not null,
  shard      integer     not null,
  sealed     bytea       not null,
  holder     bytea       not null, -- what stands for the session or ticket that began it
  epoch      bigint      not null,
  ends_at    timestamptz not null,
  primary key (account_id, shard),
  foreign key (account_id, shard) references accounts (id, shard)
) with (fillfactor = 80);
create index authenticator_setups_ends on authenticator_setups (ends_at);

create table recovery_codes (
  account_id uuid    not null,
  shard      integer not null,
  digest     bytea   not null,
  primary key (account_id, shard, digest),
  foreign key (account_id, shard) references accounts (id, shard)
);

-- Last, since a sign-in locks accounts before sessions. When the owner of a session was recognised anew, and how surely. In no index: marking it stays HOT.
alter table sessions add column stepped_up_at timestamptz, add column stepped_up_acr text;
