-- How far somebody has read a discussion (RULES §9): the last message that they have seen. `thread` is a task, or what else has messages;
-- a pursuance, or the person themselves, stands for all discussions there, read up to `moved`.
create table read_marker (
  account {text} not null references account (actor),
  thread {text} not null,
  -- The time and the id of that message.
  at bigint not null,
  message {text} not null,
  -- When they said so. A later word about all discussions counts more.
  moved bigint not null,
  primary key (account, thread)
);
create index read_marker_thread on read_marker (thread);
create index read_marker_moved on read_marker (moved);

-- What was said before there were markers is unread for nobody.
alter table instance add column unread_since bigint not null default 0;
update instance set unread_since = coalesce((select max(at) from message), 0);
