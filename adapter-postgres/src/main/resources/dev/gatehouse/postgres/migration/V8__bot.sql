-- Work that one node does at a time, and how far it has come: one row for each bot.
create table leases (
  work        text        primary key,
  holder      uuid        not null,
  ends_at     timestamptz not null,
  position    bigint      not null,
  advanced_at timestamptz not null
) with (fillfactor = 50);

-- What somebody was asked in a messenger and has not answered, under a keyed digest of who that is, sealed.
create table conversations (
  whom    bytea       primary key,
  topic   bytea       not null,
  ends_at timestamptz not null
);
create index conversations_ends on conversations (ends_at);
