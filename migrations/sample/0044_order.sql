insert into task (id, pursuance, number, parent, position, phase, size, urgency, due, creator, assignee, reviewer, revision, title_revision,
    deliverables_revision, mirror_of, delegation, weight_total, weight_done, children, children_done, archived_at, last_sign, created, updated, left_by) values
  ('44a', '01b', 441, null, 64500000, 'new', 'm', 'normal', null, '01a', null, null, 1, 1, 1, null, null, 2, 0, 0, 0, null, 1, 1, 1, null);
