insert into event (stream, seq, at, actor, verb, object, task, audience, data) values
  ('01b', 801, 1, null, 'task.edited', '06b', '06b', 'readers', '{"after":{"reviewer":null},"because":"unavailable","before":{"reviewer":"06a"},"changed":["reviewer"],"revision":3}');
