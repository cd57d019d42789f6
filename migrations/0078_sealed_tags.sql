-- Skills of a private pursuance as tags, which are compared and never read (docs/sealed.md §3.9): of a task, or of the profile of a
-- member, whose `actor` is then named. `epoch` is that of the key they were made with; 0: there are none, or its skills have
-- changed since.
create table sealed_tagged (
  object {text} primary key references sealed_object (id),
  pursuance {text} not null references pursuance (actor),
  actor {text} references actor (id),
  epoch bigint not null,
  -- As of objects, which it shares a count with.
  changed bigint not null
);
create unique index sealed_tagged_changed on sealed_tagged (pursuance, changed);
create index sealed_tagged_actor on sealed_tagged (pursuance, actor);
create table sealed_tag (
  object {text} not null references sealed_tagged (object),
  tag {text} not null,
  epoch bigint not null,
  pursuance {text} not null references pursuance (actor),
  actor {text} references actor (id),
  -- Of a profile: how well somebody knows it.
  level {text},
  primary key (object, tag)
);
create index sealed_tag_of on sealed_tag (pursuance, actor, tag);
-- The newest epoch, and the last entry of the batch that began it.
alter table pursuance_sealed add column epoch bigint not null default 0;
alter table pursuance_sealed add column epoch_seq bigint not null default 0;
update pursuance_sealed set epoch = coalesce((select max(s.epoch) from sealed_seal s where s.pursuance = pursuance_sealed.pursuance), 0);
