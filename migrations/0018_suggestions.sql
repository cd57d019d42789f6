-- Suggestions (DATA 26): an Action with ids for names, as JSON, until somebody who may do it decides. Governance comes into
-- the same table later.
create table proposal (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  action text not null,
  -- What stood there when it was made, as the action that would write that again.
  base text,
  -- What it takes to carry it out, for lists, and the task or the member it is about.
  needs text not null,
  role text,
  task {text} references task (id),
  member {text} references actor (id),
  author {text} not null references actor (id),
  why text,
  at bigint not null,
  state text not null,
  decided_by {text} references actor (id),
  decided_at bigint,
  -- Why it was declined, in words; why it was closed by itself.
  reason text,
  because text,
  -- The action that was carried out, where it was changed; the task that it made.
  done text,
  made {text} references task (id)
);
create index proposal_open on proposal (pursuance, id) where state = 'open';
create index proposal_by on proposal (author, pursuance, id);
create index proposal_about on proposal (task) where state = 'open';
create index proposal_made on proposal (made) where made is not null;
