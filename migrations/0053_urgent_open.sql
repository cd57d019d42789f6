-- The open ones among the urgent tasks of all pursuances: with very many that are done, a list of open ones looked at each of them.
create index task_urgent_open on task (id) where urgency = 'urgent' and archived_at is null and phase not in ('done', 'dropped');
