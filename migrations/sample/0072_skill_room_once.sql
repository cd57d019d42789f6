insert into task_skill (task, skill_key, skill, position) values ('01f', 'field:mowing', 'Field:Mowing', 7), ('01f', 'field:raking', 'Field:Raking', 8);
delete from task_skill where task = '01f' and position >= 7;
