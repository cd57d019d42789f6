-- What people were told lately of an edge, the oldest first: a sweep forgets it without looking at what is newer.
create index task_dependency_told_at on task_dependency_told (at);
