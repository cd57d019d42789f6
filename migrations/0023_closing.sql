-- Since when a pursuance is closed stands in archived_at, which nothing has written before: by whom, and the text of the
-- reason; and when it was deleted for good. Of a deleted one the row stays, so that its name is never given out again.
alter table pursuance add column closed_by {text};
alter table pursuance add column closed_why {text};
alter table pursuance add column deleted_at bigint;

-- Tasks of deleted pursuances that anyone could read: whoever asks for one learns that it is gone, and not that it never was.
create table tombstone (
  id {text} primary key,
  at bigint not null
);

-- The notices of a deleted pursuance are removed with it.
create index notice_of on notice (pursuance);
