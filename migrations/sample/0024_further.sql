update task set due = 5 where id = '16a';
