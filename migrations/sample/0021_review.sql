update pursuance set may_skip_review = true where actor = '01b';
update task set needs_review = false where id = '01d';
update account set revision = 4 where actor = '01a';
