-- Whether an event told that something was taken back is found from the nearest act before it.
create index undoable_by_undone on undoable (pursuance, undone_first) where undone_first is not null;
