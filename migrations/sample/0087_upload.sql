insert into upload (id, account, bytes, arrived, at, sha256) values ('87u', '01a', 9, 3, 87, null);
