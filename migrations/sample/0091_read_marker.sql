insert into read_marker (account, thread, at, message, moved) values ('01a', '01d', 1, '01m', 91), ('01a', '01a', 91, '', 91);
update read_marker set at = 2, message = '92m', moved = 92 where account = '01a' and thread = '01d';
