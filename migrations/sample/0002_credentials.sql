insert into token (id, secret_hash, account, name, created, seen, revoked_at, scope, expires) values ('01u', 'hash2', '01a', 'reader', 1, null, null, 'read', 2);
insert into seen_address (account, address, at) values ('01a', 'ab', 1);
