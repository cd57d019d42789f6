-- What somebody did to tasks and can take back for ten minutes: the events of one act, from the first to the last in the stream of
-- the pursuance. What was taken back stays until it is too old, with the events that told so: neither is in the way of others.
create table undoable (
  pursuance {text} not null references pursuance (actor),
  first bigint not null,
  last bigint not null,
  account {text} not null references account (actor),
  at bigint not null,
  undone_at bigint,
  undone_first bigint,
  undone_last bigint,
  primary key (pursuance, first)
);
create index undoable_by_age on undoable (at);
