-- Who is asked whether they take a task (RULES 4), each at most once for a task, with the numbers of the draw: "Why me?" is
-- answered from them. What is kept of somebody who was asked by hand has no wave and no draw.
create table offer (
  id {text} primary key,
  task {text} not null references task (id),
  pursuance {text} not null references pursuance (actor),
  person {text} not null references actor (id),
  state text not null,
  at bigint not null,
  answered_at bigint,
  -- When somebody wants to be asked again.
  again_at bigint,
  wave bigint,
  asked_by {text} references actor (id),
  -- The offers of the 365 days before, those that were accepted, and the tasks under way, at that moment.
  offered bigint not null,
  accepted bigint not null,
  open_tasks bigint not null,
  -- The first 8 bytes of the hash, in hexadecimal digits, and how many were asked together.
  draw text,
  asked_together bigint not null,
  unique (task, person)
);
create index offer_of_person on offer (person, at, state);
create index offer_by_person on offer (person, id);
create index offer_of_pursuance on offer (pursuance, id);

-- How far the pairing of a task is. A row stays when the task is taken: should it want help again, nobody is asked twice.
create table pairing (
  task {text} primary key references task (id),
  pursuance {text} not null references pursuance (actor),
  waves bigint not null,
  reached text not null,
  -- When it is looked at next; null while nobody is asked.
  next_at bigint,
  paused_by {text} references actor (id),
  paused_at bigint
);
create index pairing_of_pursuance on pairing (pursuance);

-- Tasks that want help already: the job of each finds people.
insert into pairing (task, pursuance, waves, reached, next_at) select t.id, t.pursuance, 0, 'waves', 0 from task t
  where t.phase = 'help_wanted' and t.assignee is null and t.archived_at is null
    and exists (select 1 from task_skill s where s.task = t.id);
insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key)
  select 'p' || task, 'pair', '{"kind":"pair","task":"' || task || '"}', 0, 0, 0, 'pair:' || task from pairing;

-- Who has a skill; and how much somebody has under way.
create index if not exists person_skill_by_key on person_skill (skill_key, actor);
create index task_needs_help on task (id) where phase = 'help_wanted' and archived_at is null;
create index task_under_way on task (assignee) where phase in ('started', 'in_progress') and archived_at is null;

-- The skills for which somebody is not asked, though they have them.
create table if not exists person_not_skill (
  actor {text} not null references account (actor),
  skill_key {text} not null,
  skill text not null,
  primary key (actor, skill_key)
);
