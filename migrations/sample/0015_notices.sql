insert into notice (account, stream, seq, kind, reason, pursuance, object, audience, at, read_at) values
  ('01a', '01b', 1, 'comment', 'watches_task', '01b', '01d', 'readers', 1, null),
  ('01a', '01b', 701, 'assignment', 'about', '01b', '06b', 'readers', 1, 2);
insert into watch (account, object, is_on, cause, skill, since) values
  ('01a', '01d', true, 'made', null, 1),
  ('01a', 'skill:field:counting', false, 'chosen', 'Field:Counting', 1);
insert into mute (account, object, since) values ('01a', '01f', 1);
insert into preference (account, kind, channel, wanted) values ('01a', 'comment', 'site', 'never');
