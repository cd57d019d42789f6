-- Sizes are xs, s, none (unknown), m and l, in this order: the indices that are read by size have all of them.
drop index task_sorted_size;
create index task_sorted_size on task (pursuance, (case size when 'xs' then cast(0 as bigint) when 's' then cast(1 as bigint) when 'none' then cast(2 as bigint) when 'm' then cast(3 as bigint) else cast(4 as bigint) end), number desc)
  where archived_at is null;
drop index task_free;
drop index task_free_everywhere;
create index task_free on task (pursuance,
    (case urgency when 'urgent' then 0 else 1 end),
    (case size when 'xs' then 0 when 's' then 1 when 'none' then 2 when 'm' then 3 else 4 end),
    stage_since, number)
  where phase in ('new', 'help_wanted') and archived_at is null and assignee is null and children = children_done;
create index task_free_everywhere on task (
    (case urgency when 'urgent' then 0 else 1 end),
    (case size when 'xs' then 0 when 's' then 1 when 'none' then 2 when 'm' then 3 else 4 end),
    stage_since, number)
  where phase in ('new', 'help_wanted') and archived_at is null and assignee is null and children = children_done;
