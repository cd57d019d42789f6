update task set left_by = '06a' where id = '06b';
