insert into mentor (id, task, pursuance, person, skill_key, skill, state, at, answered_at, learner, tag, epoch)
  values ('85a', '01f', '74p', '01c', '', '', 'asked', 85, null, null, '8501', 2);
