update task set urgency = 'urgent' where id = '01d';
