insert into text_version (object, field, revision, author, at, body, pursuance) values ('59a', 'title', 1, '01a', 1, 'Zähl', '01b');
insert into search_todo_of (pursuance, number) values ('01b', 0);
