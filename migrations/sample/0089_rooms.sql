insert into room (id, pursuance, name, name_key, open, is_general, made_at, archived_at, lifetime, lifetime_since, slowed_until, said_at)
  values ('89r', '01b', 'Kitchen', 'kitchen', 'members', false, 89, null, 3600, 89, 90, 89);
insert into message (id, thread, author, at, revision, uri) values ('89m', '89r', '01a', 89, 1, 'https://a.example/ap/n/89m');
insert into text_version (object, field, revision, author, at, body, pursuance) values ('89m', 'body', 1, '01a', 89, 'The kettle is on.', '01b');
