insert into task_block (id, task, pursuance, on_actor, shared, added_by, at, lifted_at, told_in) values
  ('20a', '01d', '01b', null, false, '01c', 1, null, '01e');
insert into text_version (object, field, revision, author, at, body, envelope) values ('20a', 'reason', 1, '01c', 1, 'It waits for somebody.', null);
update task_dependency_clock set added = added + 1;
insert into task_dependency (task, on_task, pursuance, on_pursuance, is_block, added_by, at, seq) values
  ('01f', '11b', '01b', '01b', false, '01a', 2, 1);
insert into task_dependency_told (on_task, task, pursuance, waits, at) values ('11b', '01f', '01b', true, 2);
