insert into sealed_declined (pursuance, hash, at) values ('74p', '84', 84);
