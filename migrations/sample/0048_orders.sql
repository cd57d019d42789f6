update task set due = 48 where id = '01d';
