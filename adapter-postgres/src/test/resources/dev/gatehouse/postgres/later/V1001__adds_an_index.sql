create index concurrently accounts_added_later on accounts (added_later);
