insert into invite (id, pursuance, made_by, role, purpose, skills, task, secret_hash, expires, uses, used, revoked_at, created) values
  ('01u', '01b', '01a', 'normal', 'For the walk', 'Field:Counting', '01f', 'ab', 7, 1, 1, null, 1),
  ('01v', '01b', '01a', 'viewer', '', '', null, 'cd', null, null, 0, 5, 1);
insert into came_through (pursuance, actor, invited_by, invite, at) values ('01b', '01a', '01a', '01u', 1);
update account set askable = true where actor = '01a';
insert into recruit_ask (id, pursuance, person, asked_by, role, note, state, at, answered_at) values
  ('01w', '01b', '01a', '01a', 'normal', 'We count bees.', 'declined', 1, 2);
insert into ask_block (person, pursuance, at) values ('01a', '01b', 1);
