-- Requests to join that were declined, until those who asked have been told for long enough or ask again; and the task for
-- which somebody asks.
create table declined_request (
  actor {text} not null references actor (id),
  pursuance {text} not null references pursuance (actor),
  at bigint not null,
  reason text,
  primary key (actor, pursuance)
);
alter table member add column wanted {text} references task (id);
