-- Links that let people in. Of the secret only the hash is stored; skills are one text, separated by commas.
create table invite (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  made_by {text} not null references actor (id),
  role text not null,
  purpose text not null,
  skills text not null,
  task {text} references task (id),
  secret_hash {text} not null unique,
  expires bigint,
  uses bigint,
  used bigint not null default 0,
  revoked_at bigint,
  created bigint not null
);
create index invite_of on invite (pursuance, id);
create index invite_by on invite (made_by);

-- Through whom people came: kept after they have gone, so that the tree of those whom they invited holds together.
create table came_through (
  pursuance {text} not null references pursuance (actor),
  actor {text} not null references actor (id),
  invited_by {text} not null references actor (id),
  invite {text} references invite (id),
  at bigint not null,
  primary key (pursuance, actor)
);
create index came_through_by on came_through (pursuance, invited_by);
create index came_through_invite on came_through (invite);

-- Whether people of this instance may find this person and ask them to join.
alter table account add column askable boolean not null default false;

-- Questions to people whether they join: 'open', 'accepted', 'declined'.
create table recruit_ask (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  person {text} not null references actor (id),
  asked_by {text} not null references actor (id),
  role text not null,
  note text not null,
  state text not null,
  at bigint not null,
  answered_at bigint
);
create index recruit_ask_of on recruit_ask (person, state);
create index recruit_ask_by on recruit_ask (asked_by, at);
create unique index recruit_ask_open on recruit_ask (pursuance, person) where state = 'open';

-- The pursuances that may not ask a person again.
create table ask_block (
  person {text} not null references actor (id),
  pursuance {text} not null references pursuance (actor),
  at bigint not null,
  primary key (person, pursuance)
);
