update task set due = 1795000000000000 where id = '01d';
