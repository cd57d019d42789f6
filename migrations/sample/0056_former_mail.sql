insert into mail (id, account, purpose, object, due_at, made_at, attempts, address) values
  ('54a', '01a', 'former', 'mark of before', 1, 1, 0, '00');
