-- Who somebody is for a provider. A provider may call one person by two subjects, each under a key of its own: two rows of one link, which is named after
-- the provider it was made by; that one's row shows the person.
create table identities (
  account_id   uuid        not null,
  shard        integer     not null,
  realm        text        not null,
  provider     text        not null,
  subject      text        not null,
  link         text        not null, -- the provider whose row shows the person: this one, or the one it is joined to
  display_name text,
  username     text,
  picture      text,
  linked_at    timestamptz not null,
  used_at      timestamptz not null,
  primary key (account_id, shard, provider)
) with (fillfactor = 80);
create unique index identities_subject on identities (realm, provider, subject);

-- What was accepted once and is not to be accepted again: digests of what others have made.
create table proofs (
  digest  bytea       primary key,
  ends_at timestamptz not null
);
create index proofs_ends on proofs (ends_at);

-- Browsers that wait to be let in from elsewhere. All digests are made under the name of the handshake, which stands nowhere; who asked and who opened it
-- stand sealed.
create table handshakes (
  id         bytea       primary key,
  realm      text        not null,
  collector  bytea       not null,
  match      bytea       not null,
  state      text        not null,
  asked      bytea       not null,
  opener     bytea,
  opened     bytea,
  account_id uuid,       -- whose account that was, and its epoch, when it was confirmed
  shard      integer,
  epoch      bigint,
  ends_at    timestamptz not null
) with (fillfactor = 70);
create index handshakes_ends on handshakes (ends_at);
