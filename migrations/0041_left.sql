-- Home looks for tasks whose people are gone. SQLite took another index that begins with the pursuance, and looked at each of
-- its tasks: only this one has the column that is asked for.
drop index task_left;
create index task_left_by on task (pursuance, left_by) where left_by is not null and archived_at is null;
