-- Since when a task stands as it does: new, looking for help, under way, under review, done or dropped. Of those that are there
-- already the last step says it.
alter table task add column stage_since bigint not null default 0;
update task set stage_since = coalesce((select max(e.at) from event e
  where e.task = task.id and e.verb in ('task.phase_set', 'task.assigned')), created);

-- When a task was taken last after it had looked for help, and since when it had.
alter table task add column wanted_at bigint;
alter table task add column taken_at bigint;

-- How a pursuance goes: what was made, what ended, what has waited longest, and who has how much under way.
create index task_made on task (pursuance, created, trashed_at);
create index task_by_stage on task (pursuance, phase, stage_since, trashed_at);
create index task_taken on task (pursuance, taken_at, wanted_at, trashed_at) where taken_at is not null;
create index task_in_review on task (pursuance, stage_since) where phase in ('ready_for_review', 'in_review') and archived_at is null;
create index task_late on task (pursuance, due) where due is not null and archived_at is null and phase not in ('done', 'dropped');
create index task_load on task (pursuance, assignee) where phase in ('started', 'in_progress') and archived_at is null;
create index offer_lately on offer (pursuance, at, state);
