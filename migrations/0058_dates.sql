-- The dates of a pursuance, open and closed ones, each in the order of a calendar: the first ones of a day are read, however many it has.
drop index task_late;
create index task_late on task (pursuance, due, id)
  where due is not null and archived_at is null and phase not in ('done', 'dropped');
drop index task_dated;
create index task_dated on task (pursuance, due, id)
  where due is not null and archived_at is null and phase in ('done', 'dropped');
