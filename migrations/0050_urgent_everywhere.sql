-- The urgent tasks of all pursuances, the newest first: they are few, and a list of everything begins with them. With the phase, so that
-- a list of open ones passes over those that are closed without a look at each.
create index task_urgent_everywhere on task (id, phase) where urgency = 'urgent' and archived_at is null;
