insert into sealed_seal (pursuance, epoch, iid, author, number, bytes) values ('74p', 2, '7403', '01a', 2, '77');
insert into sealed_note (pursuance, invite_id, author, bytes) values ('74p', '7704', '01a', '77');
