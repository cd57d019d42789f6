insert into message (id, thread, author, at, revision, uri) select '76m', min(id), '01a', 76, 1, 'https://a.example/ap/n/76m' from task;
insert into text_version (object, field, revision, author, at, body, envelope, pursuance) values ('76m', 'body', 1, '01a', 76, null, '08', '74p');
insert into sealed_message (message, pursuance, object, unit, iid, seq, changed) values ('76m', '74p', '7601', '7602', '7403', 1, 2);
update pursuance_sealed set changed = 2 where pursuance = '74p';
