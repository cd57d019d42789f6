insert into offer (id, task, pursuance, person, state, at, answered_at, again_at, wave, asked_by, offered, accepted, open_tasks, draw, asked_together) values
  ('26a', '01d', '01b', '01a', 'later', 1, 2, 9, 1, null, 5, 3, 1, '216f5ff5727bc59a', 4),
  ('26b', '01f', '01b', '01a', 'open', 1, null, null, null, '01a', 0, 0, 0, null, 1);
insert into pairing (task, pursuance, waves, reached, next_at, paused_by, paused_at) values ('01d', '01b', 1, 'waves', 7, '01a', 3) on conflict (task) do nothing;
