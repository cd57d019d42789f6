insert into task_dependency (task, on_task, pursuance, is_block, added_by, at) values
  ('11a', '11b', '01b', false, '01a', 1), ('01f', '11a', '01b', true, '01a', 1);
insert into task_block (id, task, pursuance, on_actor, shared, added_by, at, lifted_at) values
  ('13a', '11a', '01b', '01a', false, '01a', 1, null), ('13b', '11a', '01b', null, true, '01a', 1, 2);
insert into text_version (object, field, revision, author, at, body, envelope) values ('13b', 'reason', 1, '01a', 1, 'The river is frozen', null);
