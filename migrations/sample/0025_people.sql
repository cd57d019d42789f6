update person_skill set level = 'mentor' where actor = '01a';
update account set browser_zone = 'Europe/Warsaw' where actor = '01a';
insert into person_limits (actor, hours, in_progress, offers_week, quiet_from, quiet_until, revision) values ('01a', 5, 3, 7, 1320, 420, 1);
insert into person_away (actor, since, until, tasks) values ('01a', 1, 9, 'hand_on');
insert into person_not_skill (actor, skill_key, skill) values ('01a', 'field:climbing', 'Field:Climbing');
insert into person_not_pursuance (actor, pursuance) values ('01a', '01b');
insert into skill_synonym (pursuance, skill_key, skill, means_key, means) values ('01b', 'field:census', 'Field:Census', 'field:counting', 'Field:Counting');
insert into skill_word (pursuance, skill_key, skill) values ('01b', 'field:census', 'Field:Census');
