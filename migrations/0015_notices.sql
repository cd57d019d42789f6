-- What somebody is told: the event, and why. Its text is made of the event when it is shown.
create table notice (
  account {text} not null references account (actor),
  stream {text} not null,
  seq bigint not null,
  kind text not null,
  reason text not null,
  -- Where it happened: an event may stand in the series of a person.
  pursuance {text} not null references pursuance (actor),
  -- The task, or else the pursuance: notices are bundled and muted by it.
  object {text} not null,
  -- That of the event: a count of notices looks at no event.
  audience text not null,
  at bigint not null,
  read_at bigint,
  primary key (account, stream, seq)
);
create index notice_unread on notice (account, at, stream, seq) where read_at is null;
create index notice_read on notice (account, at, stream, seq) where read_at is not null;
create index notice_by_object on notice (account, object, at);
create index notice_by_age on notice (at);

-- What somebody watches. A row that is off stays: what they do with a task does not switch it on again.
create table watch (
  account {text} not null references account (actor),
  -- A task, a pursuance, or skill: and the key of a skill.
  object {text} not null,
  is_on boolean not null,
  cause text not null,
  -- A skill as it was written.
  skill text,
  since bigint not null,
  primary key (account, object)
);
create index watch_by_object on watch (object, account);

-- Tasks and pursuances of which somebody is told only their duties.
create table mute (
  account {text} not null references account (actor),
  object {text} not null,
  since bigint not null,
  primary key (account, object)
);

-- Where nothing is chosen, everything is told now.
create table preference (
  account {text} not null references account (actor),
  kind text not null,
  channel text not null,
  wanted text not null,
  primary key (account, kind, channel)
);
