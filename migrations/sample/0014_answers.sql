insert into declined_request (actor, pursuance, at, reason) values ('01a', '01b', 1, 'We are full this year.');
update member set wanted = '06b' where pursuance = '01b' and actor = '01a';
