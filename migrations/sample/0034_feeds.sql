insert into feed (id, account, pursuance, name, form, secret_hash, made, seen) values
  ('34a', '01a', null, 'Phone', 'calendar', 'ef', 1, 2),
  ('34b', '01a', '01b', 'Reader', 'atom', 'ab', 1, null);
