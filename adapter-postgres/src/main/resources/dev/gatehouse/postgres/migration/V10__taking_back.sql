-- In which row the secret of each link is that brings an address back (name, row, name, row …), so that the address is told what is changed meanwhile; and when
-- the epoch was raised last: what others have signed before does not survive that. Null where a version did it that did not keep it.
alter table accounts add column reverts_rows uuid[], add column epoch_raised_at timestamptz;

-- Null where a version made them that did not keep when.
alter table recovery_codes add column made_at timestamptz;
