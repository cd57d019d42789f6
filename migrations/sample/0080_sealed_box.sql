insert into sealed_box (account, kind, oid, bytes, written) values ('01a', 'pins', '7401', '80', 80), ('01a', 'search', '8001', '81', 80);
update sealed_box set bytes = '8282', written = 81 where account = '01a' and oid = '8001';
