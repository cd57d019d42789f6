-- When those who decide were last told that somebody asks to join: who asks and takes it back again is told of once a day.
create table asked_to_join (
  pursuance {text} not null references pursuance (actor),
  actor {text} not null references actor (id),
  at bigint not null,
  primary key (pursuance, actor)
);

-- The only one who learns that it was deleted: the other side of a delegation. Without one everybody does.
alter table tombstone add column reader {text};
