insert into asked_to_join (pursuance, actor, at) values ('01b', '06a', 28);
insert into tombstone (id, at, reader) values ('28a', 28, '06a');
