update instance set about = 'For the valley.', run_by = 'Ana';
insert into account_link (account, secret_hash, made_by, made, until) values ('01a', '67', '01a', 67, 68);
