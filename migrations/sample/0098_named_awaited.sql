update task_dependency set named_by = '01a' where task = '01f' and on_task = '11a';
