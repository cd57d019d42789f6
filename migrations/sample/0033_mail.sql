insert into mail_address (account, address, mark, state, why, since, link_hash, link_until) values
  ('01a', '00', 'mark', 'asked', null, 1, 'hash', 2);
insert into mail (id, account, purpose, object, due_at, made_at, attempts) values
  ('33a', '01a', 'confirm', '', 1, 1, 0),
  ('33b', '01a', 'notices', '01d', 2, 1, 1);
update notice set mail = '33b' where account = '01a' and seq = 1;
