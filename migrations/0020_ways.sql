-- The other side of a delegation says that the task is blocked there: its messages say so and end it, nobody here does.
alter table task_block add column told_in {text} references delegation (id);
create unique index task_block_told on task_block (told_in) where told_in is not null and lifted_at is null;

-- The pursuance of the task that is waited for: its picture shows those of others that wait for its own.
alter table task_dependency add column on_pursuance {text} references pursuance (actor);
update task_dependency set on_pursuance = (select o.pursuance from task o where o.id = task_dependency.on_task);
create index task_dependency_awaited on task_dependency (on_pursuance, task, on_task);

-- The order in which they were noted, so that a program that holds them in memory reads those that are new; 0 is older.
alter table task_dependency add column seq bigint not null default 0;
create index task_dependency_by_seq on task_dependency (seq);
-- One row: how many were noted and taken away since.
create table task_dependency_clock (
  id bigint primary key,
  added bigint not null,
  removed bigint not null
);
insert into task_dependency_clock (id, added, removed) values (1, 0, 0);

-- What people were told lately of an edge; older rows are deleted with the next one of that task.
create table task_dependency_told (
  on_task {text} not null references task (id),
  task {text} not null references task (id),
  -- That of the waiting task.
  pursuance {text} not null references pursuance (actor),
  waits boolean not null,
  at bigint not null,
  primary key (on_task, task, waits)
);
