-- So many accounts, with ids that count, of so many sessions each; every session with a secret that is its number.
insert into gatehouse.accounts
  (id, shard, realm, username, username_key, locale, timezone, status, epoch, roles, second_factors, password_hash, terms_accepted_at, marketing, created_at)
select
  ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n & 65535, 'main', 'user_' || n, 'user_' || n, 'en', 'Z', 'ACTIVE', 0, '{USER}', '{}',
  ':hash', now(), false, now()
from generate_series(0, :accounts - 1) as n;
insert into gatehouse.sessions
  (id, shard, realm, account_id, secret_digest, generation, transport, auth_at, acr, amr, idle_seconds, created_at, rotated_at, idle_ends_at, ends_at,
   address, user_agent)
select
  ('01980000-0000-7000-8000-' || lpad(to_hex((k << 16) | ((k / :sessions) & 65535)), 12, '0'))::uuid, ((k / :sessions) & 65535)::int, 'main',
  ('01980000-0000-7000-8000-' || lpad(to_hex(k / :sessions), 12, '0'))::uuid, sha256(decode(lpad(to_hex(k), 32, '0'), 'hex')), 0, 'BEARER', now(), 'AAL1',
  '{pwd}', 604800, now(), now(), now() + interval '7 days', now() + interval '180 days', '203.0.113.7', 'benchmark'
from generate_series(0::bigint, :accounts::bigint * :sessions - 1) as k
