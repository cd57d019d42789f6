-- Free tasks in the order in which they are proposed (docs/rules.md §7): nobody has them, and all their parts are done. Tasks of unknown
-- size stand between small and medium ones.
drop index task_wanting_help;
drop index task_new;
drop index task_needs_help;
create index task_free on task (pursuance,
    (case urgency when 'urgent' then 0 else 1 end),
    (case size when 'xs' then 0 when 's' then 1 when '' then 2 when 'm' then 3 else 4 end),
    stage_since, number)
  where phase in ('new', 'help_wanted') and archived_at is null and assignee is null and children = children_done;
create index task_free_everywhere on task (
    (case urgency when 'urgent' then 0 else 1 end),
    (case size when 'xs' then 0 when 's' then 1 when '' then 2 when 'm' then 3 else 4 end),
    stage_since, number)
  where phase in ('new', 'help_wanted') and archived_at is null and assignee is null and children = children_done;
create index task_free_due on task (pursuance, due, id)
  where due is not null
    and phase in ('new', 'help_wanted') and archived_at is null and assignee is null and children = children_done;
create index task_free_due_everywhere on task (due, id)
  where due is not null
    and phase in ('new', 'help_wanted') and archived_at is null and assignee is null and children = children_done;
