-- A task waits for another one. Never in a circle: whoever adds a row holds the lock for edges.
create table task_dependency (
  task {text} not null references task (id),
  on_task {text} not null references task (id),
  -- That of the waiting task: its blocked tasks are counted by it.
  pursuance {text} not null references pursuance (actor),
  -- Noted as "I am blocked by this": it ends with that.
  is_block boolean not null,
  added_by {text} not null references actor (id),
  at bigint not null,
  primary key (task, on_task)
);
create index task_dependency_by_on on task_dependency (on_task, task);
create index task_dependency_of on task_dependency (pursuance, task, on_task);

-- A task waits for a person, or for something in words; the words are its text "reason".
create table task_block (
  id {text} primary key,
  task {text} not null references task (id),
  pursuance {text} not null references pursuance (actor),
  on_actor {text} references actor (id),
  -- The other side of its delegation reads the words, too.
  shared boolean not null,
  added_by {text} not null references actor (id),
  at bigint not null,
  lifted_at bigint
);
create index task_block_open on task_block (task) where lifted_at is null;
create index task_block_of on task_block (pursuance, task) where lifted_at is null;
