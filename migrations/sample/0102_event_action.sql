insert into event (stream, seq, at, actor, verb, object, task, audience, data, in_log, action) values
  ('01b', 10201, 10201, '01a', 'task.assigned', '01d', '01d', 'readers', '{"before":null,"after":"01a","phase":"started"}', true, 'task.assign'),
  ('01b', 10202, 10202, '01a', 'task.moved', '01d', '01d', 'readers', '{"parent":null}', true, null);
