-- Mails that were given up are few among those that were delivered, and operators list them.
create index concurrently if not exists outbox_dead on gatehouse.outbox (dead_at) where dead_at is not null and delivered_at is null;
