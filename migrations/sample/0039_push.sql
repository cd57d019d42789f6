insert into push_browser (id, account, session, name, service, sealed, mark, since) values
  ('39a', '01a', null, 'Firefox on Android', 'https://push.example', '00', 'mark', 1);
update instance set push_key = '00';
update notice set push = 'due' where account = '01a' and seq = 1;
