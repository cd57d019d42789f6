-- How long people of a pursuance are silent in a phase between two signs of life: the weighted number of gaps, the mean of
-- ln(days) and the sum of the squared differences, in millionths.
create table pace (
  pursuance {text} not null references pursuance (actor),
  phase text not null,
  n bigint not null,
  mean bigint not null,
  m2 bigint not null,
  primary key (pursuance, phase)
);

-- What happens after a silence, where the Admins have said it.
create table handing_on (
  pursuance {text} primary key references pursuance (actor),
  mode text not null
);

-- Whoever is waited for in a task, and since when: the assignee, or the reviewer once the work is handed in.
create table silence (
  task {text} primary key references task (id),
  pursuance {text} not null references pursuance (actor),
  who {text} not null references actor (id),
  part text not null,
  phase text not null,
  since bigint not null,
  worked_at bigint not null,
  answers bigint not null,
  nudged_at bigint,
  until bigint,
  paused_at bigint,
  nudge_at bigint not null,
  hand_on_at bigint not null,
  -- When something is due: never while it pauses.
  due_at bigint,
  -- Up to when the times were taken out in which this server was down.
  counted_to bigint not null
);
create index silence_due on silence (due_at) where due_at is not null;
create index silence_of on silence (pursuance);
create index silence_who on silence (who);

-- When this server was last known to be awake: what lies between that and its next start is an outage of its own, under the
-- host ''.
create table awake (
  one bigint primary key,
  at bigint not null
);
