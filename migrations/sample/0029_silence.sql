insert into pace (pursuance, phase, n, mean, m2) values ('01b', 'in_progress', 12000000, 693147, 6400000);
insert into silence (task, pursuance, who, part, phase, since, worked_at, answers, nudged_at, until, paused_at, nudge_at, hand_on_at, due_at, counted_to)
  values ('01f', '01b', '01a', 'assignee', 'in_progress', 1, 1, 1, 2, 3, null, 2, 4, 4, 1);
insert into awake (one, at) values (1, 5);
insert into handing_on (pursuance, mode) values ('01b', 'fixed');
