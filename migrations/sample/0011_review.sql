insert into task (id, pursuance, number, parent, position, phase, size, urgency, due, creator, assignee, reviewer, revision, title_revision,
    deliverables_revision, mirror_of, delegation, weight_total, weight_done, children, children_done, archived_at, last_sign, created, updated, left_by) values
  ('11a', '01b', 111, null, 111, 'ready_for_review', 'm', 'normal', null, '01a', '01c', '01a', 2, 1, 1, null, null, 2, 0, 0, 0, null, 1, 1, 1, null),
  ('11b', '01b', 112, null, 112, 'done', 'm', 'normal', null, '01a', '01c', '01a', 2, 1, 1, null, null, 2, 2, 0, 0, null, 1, 1, 1, null);
