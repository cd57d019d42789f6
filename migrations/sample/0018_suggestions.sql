insert into proposal (id, pursuance, action, base, needs, role, task, member, author, why, at, state, decided_by, decided_at, reason, because, done, made)
  values ('01s', '01b', '{"action":"task.create","input":{"pursuance":"01b","title":"Count"}}', null, 'create_task', null, null, null, '01a', 'We need it.', 1, 'open', null, null, null, null, null, null),
  ('02s', '01b', '{"action":"task.split","input":{"pursuance":"01b","task":1,"into":["One"]}}', null, 'add_subtask', null, '01f', '01a', '01a', null, 1, 'amended', '01a', 2, 'No.', 'left', '{}', '01f');
