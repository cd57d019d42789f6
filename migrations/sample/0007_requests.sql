update member set note = 'I know bees.', let_in_at = 1 where pursuance = '01b' and actor = '01a';
update account set zone = 'Europe/Warsaw' where actor = '01a';
insert into event (stream, seq, at, actor, verb, object, task, audience, data) values
  ('01b', 701, 1, null, 'task.assigned', '06b', '06b', 'readers', '{"after":null,"because":"suspended","before":"06a","phase":"help_wanted"}'),
  ('01b', 702, 1, '01a', 'task.edited', '06b', '06b', 'readers', '{"after":{"title":"\"because\":\"suspended\""},"changed":["title"]}');
