insert into message (id, thread, author, at, revision, uri, reply_to, quote) select '90m', thread, '01a', 90, 1, 'https://a.example/ap/n/90m', id, id
  from message where id = '01m';
insert into reaction (message, emoji, person, at) values ('01m', '👍', '01a', 90), ('90m', '❤️', '01a', 90);
