insert into offer (id, task, pursuance, person, state, at, answered_at, again_at, wave, asked_by, offered, accepted, open_tasks, draw, asked_together, heir, until)
  values ('31a', '01f', '01b', '01c', 'open', 1, null, null, null, null, 0, 0, 0, null, 1, 'last_active', 9);
insert into succession (task, pursuance, former, keeps, tried, offer, running, began) values ('01f', '01b', '01a', 0, 'last_active', '31a', 1, 1);
update handing_on set heirs = 'stand_by,inviter', assigns = 0 where pursuance = '01b';
