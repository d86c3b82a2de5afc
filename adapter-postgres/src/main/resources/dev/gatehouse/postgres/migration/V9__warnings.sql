-- Where the owner of an account is warned of sign-ins: the provider in whose messenger; by mail if null. What waits in the outbox for a messenger has
-- a kind of its own there, MESSAGE_ and that of the mail, which a node of the version before leaves alone.
alter table accounts add column warned_by text;
