-- PostgreSQL reads a condition on an expression in an index alone only where the index holds the column of the expression, too: it
-- looked at the row of each urgent task, and of each task of a person, to count them.
--@postgres
drop index task_sorted_urgency;
create index task_sorted_urgency on task (pursuance, (case urgency when 'urgent' then cast(1 as bigint) else cast(0 as bigint) end), number, phase, size, assignee)
  include (urgency) where archived_at is null;
drop index task_sorted_size;
create index task_sorted_size on task (pursuance, (case size when 'xs' then cast(0 as bigint) when 's' then cast(1 as bigint) when 'none' then cast(2 as bigint) when 'm' then cast(3 as bigint) else cast(4 as bigint) end), number desc, phase, urgency, assignee)
  include (size) where archived_at is null;
drop index task_by_assignee;
create index task_by_assignee on task (assignee, updated) include (pursuance) where assignee is not null;
drop index task_by_reviewer;
create index task_by_reviewer on task (reviewer, updated) include (pursuance) where reviewer is not null;
--@all
