-- The tasks that wait for a person's review: few of those that name this person. Every page counts them.
create index task_to_review on task (reviewer, updated) where phase in ('ready_for_review', 'in_review');
