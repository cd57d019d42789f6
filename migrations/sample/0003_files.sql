insert into blob (sha256, bytes, media_type, added_by, at) values ('cd', 5, 'text/plain', '01a', 1);
insert into file (id, object, name, sha256, bytes, media_type, added_by, at, source_url, blob, error, pursuance) values ('03a', '01d', 'map.txt', 'cd', 5, 'text/plain', '01a', 1, null, 'cd', null, '01b');
