insert into sealed_seal (pursuance, epoch, iid, author, number, bytes, unopened_at) values ('74p', 3, '7403', '01a', 3, '96', 96);
