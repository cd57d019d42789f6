-- What somebody is at and has to be done soon: looked for among all their tasks whenever Home is opened.
create index task_due on task (assignee, due) where due is not null and phase in ('started', 'in_progress');

-- Answered suggestions are deleted after a while, except those that made a task.
create index proposal_decided on proposal (decided_at) where decided_at is not null and made is null;
