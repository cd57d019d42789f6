insert into undoable (pursuance, first, last, account, at, undone_at, undone_first, undone_last) values
  ('01b', 1, 2, '01a', 1, null, null, null),
  ('01b', 3, 3, '01a', 2, 3, 4, 4);
