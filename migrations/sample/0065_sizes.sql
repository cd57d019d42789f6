update task set size = 'none' where id in (select min(id) from task);
