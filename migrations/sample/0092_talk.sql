update task set said_at = 92 where id = '01d';
insert into search_todo_in (thread, at, message) values ('89r', 0, '');
