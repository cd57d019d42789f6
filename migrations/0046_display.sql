-- How times are told to a person, and whether single letters are keys on their pages. What is null is as their language and the region of
-- their browser have it.
alter table account add column clock text;
alter table account add column first_day text;
alter table account add column single_keys boolean not null default true;

-- The picture beside the name of a person: the hash of its bytes, and the number of its last change.
alter table account add column picture text;
alter table account add column picture_change bigint not null default 0;
create index account_picture on account (picture) where picture is not null;
create index account_picture_change on account (picture_change) where picture_change > 0;
-- The changes of pictures so far: a process that knows them up to a number reads those that follow.
alter table instance add column picture_changes bigint not null default 0;

-- The tasks that a person made, for their page.
create index task_by_creator on task (creator, updated);
