insert into refused_form (host, form, at) values ('b.example', 'rfc9421-ed25519', 1);
update key_cache set failures = 2, failed_at = 2;
insert into actor_key (actor, key, standing, at) values ('01c', 'z6Mk', 'strange', 1);
