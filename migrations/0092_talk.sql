-- When somebody last said something on a task: the tasks of a pursuance that were discussed last are found without looking at the others
-- (RULES §9). Tasks that were put away are in no such list.
alter table task add column said_at bigint;
update task set said_at = (select max(m.at) from message m where m.thread = task.id) where id in (select m.thread from message m);
create index task_said on task (pursuance, said_at) where said_at is not null and archived_at is null and trashed_at is null;

-- The rooms of a pursuance in which something was said last, and the discussions that somebody has read last: so many of them are looked
-- at for the frame of every page.
create index room_said on room (pursuance, said_at) where archived_at is null;
create index read_marker_of on read_marker (account, moved, thread);

-- Rooms of which every message is to be taken into the index anew, and up to which message that is noted: like search_todo_of, in parts.
create table search_todo_in (
  thread {text} primary key,
  at bigint not null,
  message {text} not null
);
