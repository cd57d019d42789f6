-- What somebody wrote who asks to join, until that is decided; and when they were let in, so that they are told.
alter table member add column note text;
alter table member add column let_in_at bigint;
-- The time zone a person reads times in; that of the browser when they chose none.
alter table account add column zone text;
