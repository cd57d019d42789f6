insert into karma (id, pursuance, actor, task, other, deed, points, at, takes_back) values
  ('01k', '01b', '01a', '01f', '01b', 'work', 1500, 1, null),
  ('02k', '01b', '01a', '01f', '01b', 'work', -1500, 2, '01k');
