update member set note = 'I know bees.', let_in_at = 1 where pursuance = '01b' and actor = '01a';
update account set zone = 'Europe/Warsaw' where actor = '01a';
