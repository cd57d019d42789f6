-- Ends with an undo: comments that are edited, deleted or removed; tasks that are archived, in the trash, or deleted.

-- A comment that somebody else than its author removed: who did, and the text of the reason.
alter table message add column removed_by {text} references actor (id);
alter table message add column removal {text};
create index message_removed on message (retracted_at) where removed_by is not null;

-- The delegations whose other side was sent a comment of ours: it is asked to follow when that is edited or goes.
create table message_copy (
  message {text} not null references message (id),
  delegation {text} not null references delegation (id),
  primary key (message, delegation)
);
insert into message_copy (message, delegation)
  select m.id, m.shared_with from message m join actor a on a.id = m.author and a.kind = 'person'
    join delegation d on d.id = m.shared_with where a.host is null;

-- What its author took back is kept no longer (DATA 8).
update text_version set body = null where field = 'body' and object in (select id from message where retracted_at is not null);

-- The task with which it was put away; null for a mirror that was put away when its delegation ended.
alter table task add column archived_with {text};
-- A task in the trash is in no list, and archived as well. The task with which it went there.
alter table task add column trashed_at bigint;
alter table task add column trashed_with {text};
-- Deleted for good: the number, who wrote it and when it ended stay, so that nothing that names it leads nowhere.
alter table task add column deleted_at bigint;
create index task_archived on task (pursuance, archived_at, number) where archived_at is not null and trashed_at is null;
create index task_trashed on task (trashed_at, id) where trashed_at is not null and deleted_at is null;
create index task_archived_with on task (archived_with) where archived_with is not null;
create index task_trashed_with on task (trashed_with) where trashed_with is not null;
