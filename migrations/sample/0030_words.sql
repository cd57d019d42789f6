insert into task_skill (task, skill_key, skill, position) values ('01d', 'words:new', 'Words:New', 9);
