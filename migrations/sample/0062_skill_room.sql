insert into task_skill (task, skill_key, skill, position) values ('01d', 'room:for', 'Room:For', 11);
