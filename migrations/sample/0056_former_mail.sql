insert into mail (id, account, purpose, object, due_at, made_at, attempts, address) values
  ('54a', '01a', 'former', 'mark of before', 1, 1, 0, '00');
-- Skills as they were before step 57.
insert into task_skill (task, skill_key, skill, position) values ('01d', 'design:ch​arts', 'Design:Ch​arts', 7);
insert into person_skill (actor, skill_key, skill, position, level) values ('01a', 'design:charts', 'Design:Charts', 7, 'do'),
  ('01a', 'design:ch​arts', 'Design:Ch​arts', 8, 'learning'), ('01a', 'design:󠁁maps️', 'Design:󠁁Maps️', 9, 'do');
insert into skill_synonym (pursuance, skill_key, skill, means_key, means) values
  ('01b', 'design:ch⁠arts', 'Design:Ch⁠arts', 'design:charts', 'Design:Charts'),
  ('01b', 'art:charts', 'Art:Charts', 'design:­charts', 'Design:­Charts');
insert into watch (account, object, is_on, cause, skill, since) values
  ('01a', 'skill:design:charts', true, 'chosen', 'Design:Charts', 1), ('01a', 'skill:design:ch​arts', true, 'chosen', 'Design:Ch​arts', 2),
  ('01a', 'skill:language:‍persian', true, 'chosen', 'Language:‍Persian', 3);
