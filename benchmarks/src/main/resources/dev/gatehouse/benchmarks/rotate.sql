-- The statement of JdbiRefreshes, over as many sessions a client as there are for each, one after another: so the generation is known.
\set g :n / :per
\set k (:client_id * :per + :n % :per) * 3
\set n :n + 1
update gatehouse.sessions s
set generation = :g + 1, rotated_at = greatest(s.rotated_at, now()), idle_ends_at = least(s.ends_at, now() + s.idle_seconds * interval '1 second'),
  address = '203.0.113.7', user_agent = 'benchmark'
from gatehouse.accounts a
where s.id = ('01980000-0000-7000-8000-' || lpad(to_hex((cast(:k as bigint) << 16) | ((cast(:k as bigint) / 3) & 65535)), 12, '0'))::uuid
  and s.shard = ((cast(:k as bigint) / 3) & 65535)::int and s.secret_digest = sha256(decode(lpad(to_hex(cast(:k as bigint)), 32, '0'), 'hex'))
  and s.realm = 'main' and s.transport = 'BEARER'
  and s.revoked_at is null and s.idle_ends_at > now() and s.ends_at > now() and (s.binding is null or s.binding = null)
  and a.id = s.account_id and a.shard = s.shard and a.status = 'ACTIVE' and s.generation = :g
returning s.account_id, s.binding, s.auth_at, s.acr, s.amr, s.idle_seconds, s.created_at, s.rotated_at, s.idle_ends_at, s.ends_at, a.roles;
