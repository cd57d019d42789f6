-- Browsers to which the notices of somebody are pushed. Address and keys are sealed as private keys are; the mark tells the same
-- address from others, and needs the secret of the instance. One that was subscribed by a session ends with it.
create table push_browser (
  id {text} primary key,
  account {text} not null references account (actor),
  session {text} references session (id) on delete cascade,
  name text not null,
  -- Scheme, host and port of its push service.
  service text not null,
  sealed {blob} not null,
  mark {text} not null unique,
  since bigint not null
);
create index push_browser_of on push_browser (account, id);
create index push_browser_of_session on push_browser (session) where session is not null;

-- The key with which this instance signs what it pushes, stored as private keys are. Made at the next start.
alter table instance add column push_key {blob};

-- What is pushed about a notice: due, or the message that told it.
alter table notice add column push {text};
create index notice_pushed on notice (account, object) where push is not null and read_at is null;
