alter table accounts add column added_later text;
