insert into due_told (task, pursuance, due, since, at) values ('01d', '01b', 66, 1, 66);
