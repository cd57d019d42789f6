-- The urgent tasks of all pursuances, the newest first: they are few, and a list of everything begins with them.
create index task_urgent_everywhere on task (id) where urgency = 'urgent' and archived_at is null;
