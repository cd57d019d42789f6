insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated) values
  ('06a', 'person', null, 'lena', 'lena', 'https://a.example/ap/u/06a', 'https://a.example/ap/u/06a/inbox', 'Lena', '', 'https://a.example/@lena', true, 1, 1);
insert into task (id, pursuance, number, parent, position, phase, size, urgency, due, creator, assignee, reviewer, revision, title_revision,
    deliverables_revision, mirror_of, delegation, weight_total, weight_done, children, children_done, archived_at, last_sign, created, updated, left_by) values
  ('06b', '01b', 61, null, 61, 'help_wanted', 'm', 'normal', null, '01a', null, null, 2, 1, 1, null, null, 2, 0, 0, 0, null, 1, 1, 1, '06a');
insert into event (stream, seq, at, actor, verb, object, task, audience, data) values
  ('01b', 601, 1, null, 'delegation.offered', '01e', null, 'answerers', '{}'),
  ('01b', 602, 1, '06a', 'member.asked', '06a', null, 'deciders', '{}');
