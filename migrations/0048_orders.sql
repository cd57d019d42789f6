-- The tasks that a person made in one pursuance, the newest first: however many there are, a page of them is read. The page of a person
-- finds theirs by it, too. The index that it replaces had to be written whenever anything happened to a task.
drop index task_by_creator;
create index task_by_creator on task (creator, pursuance, number);

-- The last date first. `task_sorted_due` read backwards has the lower number first on each day, and where thousands of tasks share a day
-- they would all be sorted. An expression, so that what asks for a date alone goes on to find the indices of open and of closed tasks.
create index task_sorted_due_down on task (pursuance, (coalesce(due, -9223372036854775807)), number)
  where due is not null and archived_at is null;
