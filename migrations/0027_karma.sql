-- The ledger of karma: lines are added, and never changed. Points are in thousandths.
create table karma (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  actor {text} not null references actor (id),
  task {text} not null references task (id),
  -- The other one of the two: who accepted the work, or did it; another pursuance where it was one.
  other {text} not null references actor (id),
  deed text not null,
  points bigint not null,
  at bigint not null,
  -- The line that this one takes back, because the task was opened again.
  takes_back {text} unique references karma (id)
);
create index karma_of_member on karma (pursuance, actor, id);
create index karma_of_person on karma (actor, id);
create index karma_of_task on karma (task);
create index karma_of_pair on karma (pursuance, actor, other, at);
create index karma_with on karma (other);
