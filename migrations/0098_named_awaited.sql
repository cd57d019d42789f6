-- Who lets everybody read, at a task, the name of a task of another pursuance for which it waits; until then members of its own
-- pursuance alone read it.
alter table task_dependency add column named_by {text} references actor (id);
-- What a member noted, to which nobody said no.
update task_dependency set named_by = added_by where pursuance <> on_pursuance and exists (select 1 from member m
  join account a on a.actor = m.actor where m.pursuance = task_dependency.pursuance and m.actor = task_dependency.added_by
  and m.state = 'active' and m.role <> 'untrusted' and a.suspended_at is null);
create index task_dependency_named on task_dependency (added_by) where named_by is not null and pursuance <> on_pursuance;
create index task_dependency_named_by on task_dependency (named_by) where named_by is not null and pursuance <> on_pursuance;
