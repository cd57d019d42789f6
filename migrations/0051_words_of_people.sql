-- What people say of themselves is in the index now. On a new instance nothing is in it yet, so it is cut as this program cuts; elsewhere
-- everything is taken in anew.
update search_cutting set version = 3 where not exists (select 1 from searched);
