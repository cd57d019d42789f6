-- What pages show of a file that is a picture: the same made anew, and small; or why they show nothing.
alter table file add column shown {text} references blob (sha256);
alter table file add column thumbnail {text} references blob (sha256);
alter table file add column width bigint;
alter table file add column height bigint;
alter table file add column not_shown text;
-- The comment that it came with.
alter table file add column message {text} references message (id) on delete set null;
create index file_by_message on file (message) where message is not null;
create index file_by_shown on file (shown) where shown is not null;
create index file_by_thumbnail on file (thumbnail) where thumbnail is not null;
