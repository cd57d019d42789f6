-- The words were cut as this program cuts them.
update search_cutting set version = 2;
insert into mentor (id, task, pursuance, person, skill_key, skill, state, at, answered_at, learner) values
  ('47a', '01d', '01b', '01a', 'language:french', 'Language:French', 'over', 1, null, null),
  ('47b', '01d', '01b', '01a', 'language:french', 'Language:French', 'asked', 2, null, null);
