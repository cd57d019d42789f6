insert into proposal (id, pursuance, action, base, needs, role, task, member, author, why, at, state, decided_by, decided_at, reason, because, done, made)
  values ('81s', '74p', '{"action":"task.edit","input":{"pursuance":"74p","task":1,"revision":1}}', null, 'edit_task', null, null, null, '01a', null, 81, 'open', null, null, null, null, null, null);
insert into sealed_suggestion (proposal, pursuance, author, bytes) values ('81s', '74p', '01a', '09');
