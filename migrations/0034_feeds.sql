-- Feeds of what somebody may read, for other programs: of the person, or of one pursuance. Of the secret in its address only the
-- hash is stored. `made`: when the present secret was made. One that was revoked is deleted.
create table feed (
  id {text} primary key,
  account {text} not null references account (actor),
  pursuance {text} references pursuance (actor),
  name text not null,
  form text not null,
  secret_hash {text} not null unique,
  made bigint not null,
  seen bigint
);
create index feed_of on feed (account, id);
create index feed_about on feed (pursuance) where pursuance is not null;

-- Tasks with a date that are closed: a calendar shows them for a while.
create index task_dated on task (pursuance, due) where due is not null and archived_at is null and phase in ('done', 'dropped');
