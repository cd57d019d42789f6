update task set urgency = 'urgent' where id in (select min(id) from task);
