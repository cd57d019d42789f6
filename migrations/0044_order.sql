-- The order among siblings: positions with gaps, so that a task is put between two others without a word about the rest. Until
-- now the position of a task was its number.
update task set position = position * 1048576;
