insert into mentor (id, task, pursuance, person, skill_key, skill, state, at, answered_at, learner) values
  ('37a', '01f', '01b', '01a', 'language:french', 'Language:French', 'accompanies', 1, 2, '01c'),
  ('37b', '01d', '01b', '01c', 'language:french', 'Language:French', 'asked', 1, null, null);
update offer set mentor = '01a' where id = '31a';
