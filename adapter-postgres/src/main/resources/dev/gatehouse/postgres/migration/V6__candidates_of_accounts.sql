-- Which account came of it: it goes with that account.
alter table candidates add column account_id uuid;
