-- A task that was handed on, until somebody has it: whoever had it may take it back meanwhile. And the one person who is
-- asked now whether they go on with it.
create table succession (
  task {text} primary key references task (id),
  pursuance {text} not null references pursuance (actor),
  former {text} not null references actor (id),
  -- 1 where they keep the task until somebody says yes: they are away.
  keeps bigint not null,
  -- The rules that have named somebody, with commas between them.
  tried text not null,
  offer {text} references offer (id),
  -- 0 once nobody is left whom the rules name.
  running bigint not null,
  began bigint not null
);
create index succession_of_pursuance on succession (pursuance);
create index succession_former on succession (former);
create index succession_offer on succession (offer);

-- By which rule somebody is asked whether they go on with a task, and until when they alone are.
alter table offer add column heir text;
alter table offer add column until bigint;

-- The silences of a pursuance are looked at anew in steps.
drop index silence_of;
create index silence_of on silence (pursuance, task);
create index silence_longest on silence (pursuance, since, task);

-- Who is asked to go on, and whether the first of them gets the task without being asked.
alter table handing_on add column heirs text;
alter table handing_on add column assigns bigint not null default 0;
