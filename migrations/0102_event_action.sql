-- The action whose function left an event, by its name: `task.assign`. None of older events, and of what came from another server.
alter table event add column action text;
