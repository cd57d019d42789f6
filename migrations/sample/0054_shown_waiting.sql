update task_dependency set shown_by = '01a' where task = '01f' and on_task = '11a';
update task_dependency_told set stranger = '01a' where task = '01f';
