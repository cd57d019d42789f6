insert into undoable (pursuance, first, last, account, at, undone_at, undone_first, undone_last) values
  ('01b', 5, 5, '01a', 4, 5, 6, 6);
