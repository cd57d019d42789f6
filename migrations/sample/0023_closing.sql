update pursuance set archived_at = 9, closed_by = '01a', closed_why = '01x' where actor = '01b';
insert into text_version (object, field, revision, author, at, body) values ('01x', 'reason', 1, '01a', 9, 'The bees are well.');
insert into tombstone (id, at) values ('01y', 9);
