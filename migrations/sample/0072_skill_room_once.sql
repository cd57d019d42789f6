insert into task_skill (task, skill_key, skill, position) values ('01d', 'field:mowing', 'Field:Mowing', 21), ('01d', 'field:raking', 'Field:Raking', 22);
delete from task_skill where task = '01d' and position >= 21;
