update task set urgency = 'urgent' where id in (select min(id) from task);
insert into file (id, object, name, sha256, bytes, media_type, added_by, at, blob, pursuance, message)
  values ('94f', '89r', 'kettle.txt', 'ab', 3, 'text/plain', '01a', 89, 'ab', '01b', '89m');
