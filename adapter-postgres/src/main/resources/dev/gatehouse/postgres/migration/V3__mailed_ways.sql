-- What a mailed secret is to bring about, sealed: it holds addresses.
alter table one_time_secrets add column particulars bytea;

-- Which links may still bring an earlier address back, oldest first; and of which new devices the owner was told lately, by what stands for
-- their address and user agent.
alter table accounts add column reverts uuid[], add column told_looks text[], add column told_at timestamptz[];
