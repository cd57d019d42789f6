-- A query for a size or an urgency with other parts reads these parts in the index, and looks up only the tasks that have all of them.
drop index task_sorted_urgency;
create index task_sorted_urgency on task (pursuance, (case urgency when 'urgent' then cast(1 as bigint) else cast(0 as bigint) end), number, phase, size, assignee)
  where archived_at is null;
drop index task_sorted_size;
create index task_sorted_size on task (pursuance, (case size when 'xs' then cast(0 as bigint) when 's' then cast(1 as bigint) when 'none' then cast(2 as bigint) when 'm' then cast(3 as bigint) else cast(4 as bigint) end), number desc, phase, urgency, assignee)
  where archived_at is null;
