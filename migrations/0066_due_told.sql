-- Tasks of which those who may assign were told that they are late, or soon due, and that nobody has them. `due`, `since`: the date,
-- and the beginning of the phase, of which they were told; another one is told again.
create table due_told (
  task {text} primary key references task (id) on delete cascade,
  pursuance {text} not null references actor (id),
  due bigint not null,
  since bigint not null,
  at bigint not null
);
create index due_told_pursuance on due_told (pursuance, at);
