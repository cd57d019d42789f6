-- Who lets everybody see that a task of another pursuance waits for one; until then members of that one's pursuance alone see it.
alter table task_dependency add column shown_by {text} references actor (id);
-- What a member noted, to which nobody said no.
update task_dependency set shown_by = added_by where pursuance <> on_pursuance and exists (select 1 from member m
  where m.pursuance = task_dependency.on_pursuance and m.actor = task_dependency.added_by and m.state = 'active' and m.role <> 'untrusted');
create index task_dependency_shown on task_dependency (added_by) where shown_by is not null and pursuance <> on_pursuance;
create index task_dependency_shown_by on task_dependency (shown_by) where shown_by is not null and pursuance <> on_pursuance;
-- What happened before to the same tasks: who is no member of the pursuance of an event wrote it from elsewhere.
update event set audience = 'members' where verb = 'task.awaited' and audience = 'readers' and not exists (select 1 from member m
  where m.pursuance = event.stream and m.actor = event.actor and m.state = 'active');

-- The person who noted it, where they are no member of the pursuance of the task that is waited for: of one so many are told.
alter table task_dependency_told add column stranger {text} references actor (id);
