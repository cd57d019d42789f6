-- Whether a task asks for a word is looked up word by word.
create index task_skill_by_key on task_skill (skill_key, task);
