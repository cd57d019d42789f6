-- In which way the words of the index were cut (domain::text::CUTTING). Where the program cuts in another one, everything is taken in
-- anew, and what was cut before answers meanwhile.
create table search_cutting (
  version bigint not null
);
insert into search_cutting (version) select case when exists (select 1 from searched) then 1 else 2 end;

-- A list in an order begins with its first page, and does not sort what it does not show. A task without a date comes last; a day of
-- the calendar, and tasks without one, are found by the same.
create index task_sorted_due on task (pursuance, (coalesce(due, 9223372036854775807)), number desc) where archived_at is null;
create index task_sorted_urgency on task (pursuance, (case urgency when 'urgent' then cast(1 as bigint) else cast(0 as bigint) end), number)
  where archived_at is null;
create index task_sorted_size on task (pursuance, (case size when 's' then cast(0 as bigint) when 'm' then cast(1 as bigint) else cast(2 as bigint) end), number desc)
  where archived_at is null;
create index task_sorted_order on task (pursuance, position, number desc) where archived_at is null;

-- People and pursuances of other servers, those that were heard of last; and the comments of one of them, the newest first.
create index actor_heard_of on actor (kind, updated) where host is not null and gone_at is null;
create index message_by_author on message (author, id);

-- A question to a mentor that is over stays beside a new one about the same task: how often somebody was asked in a week counts both.
--@sqlite
create table mentor_anew (
  id {text} primary key,
  task {text} not null references task (id),
  pursuance {text} not null references pursuance (actor),
  person {text} not null references actor (id),
  skill_key {text} not null,
  skill text not null,
  state text not null,
  at bigint not null,
  answered_at bigint,
  learner {text} references actor (id)
);
insert into mentor_anew (id, task, pursuance, person, skill_key, skill, state, at, answered_at, learner)
  select id, task, pursuance, person, skill_key, skill, state, at, answered_at, learner from mentor;
drop table mentor;
alter table mentor_anew rename to mentor;
create index mentor_of_person on mentor (person, id);
create index mentor_of_pursuance on mentor (pursuance, id);
create index mentor_learner on mentor (learner);
--@postgres
alter table mentor drop constraint mentor_task_person_key;
--@all
create unique index mentor_asked on mentor (task, person) where state <> 'over';
create index mentor_of_task on mentor (task, id);
