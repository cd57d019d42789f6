-- Who had a task, or was to review it, and is gone. Null once somebody has decided who goes on.
alter table task add column left_by {text} references actor (id);
create index task_left on task (pursuance, updated) where left_by is not null;
-- New tasks may be picked up by members, as those that want help.
create index task_new on task (created) where phase = 'new' and archived_at is null;

-- What people had who left before: it goes back to help wanted, and their reviews to whoever wrote the task.
update task set left_by = assignee, assignee = null, phase = 'help_wanted', revision = revision + 1
  where phase in ('started', 'in_progress') and archived_at is null
    and assignee in (select id from actor where kind = 'person')
    and not exists (select 1 from member m where m.pursuance = task.pursuance and m.actor = task.assignee and m.state = 'active');
update task set left_by = coalesce(left_by, reviewer), reviewer = null, revision = revision + 1
  where phase not in ('done', 'dropped') and archived_at is null and reviewer is not null
    and not exists (select 1 from member m where m.pursuance = task.pursuance and m.actor = task.reviewer and m.state = 'active');

-- An offer that nobody has accepted is for those who answer it; who asked to join and was not let in is between them and
-- those who decide.
update event set audience = 'answerers' where audience = 'readers' and task is null
  and (verb like 'delegation.%' or verb = 'task.commented');
update event set audience = 'deciders' where audience = 'readers'
  and (verb = 'member.asked' or (verb = 'member.decided' and data like '%"accepted":false%')
    or (verb = 'member.left' and data like '%"was_member":false%'));
