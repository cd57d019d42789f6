-- The urgent tasks a person is at: few, and looked for among all of this person's tasks whenever Home is opened.
create index task_urgent on task (assignee, updated) where urgency = 'urgent' and phase in ('started', 'in_progress');
