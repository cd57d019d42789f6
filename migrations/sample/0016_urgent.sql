insert into task (id, pursuance, number, parent, position, phase, size, urgency, due, creator, assignee, reviewer, revision, title_revision,
    deliverables_revision, mirror_of, delegation, weight_total, weight_done, children, children_done, archived_at, last_sign, created, updated, left_by) values
  ('16a', '01b', 161, null, 161, 'started', 'm', 'urgent', null, '01a', '01c', null, 2, 1, 1, null, null, 2, 0, 0, 0, null, 1, 1, 1, null),
  ('16b', '01b', 162, null, 162, 'done', 'm', 'urgent', null, '01a', '01c', null, 2, 1, 1, null, null, 2, 2, 0, 0, null, 1, 1, 1, null);
