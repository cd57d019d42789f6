insert into upload (id, account, bytes, arrived, at, sha256) values ('90u', '01a', 9, 3, 90, null);
