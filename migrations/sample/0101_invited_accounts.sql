insert into sealed_note (pursuance, invite_id, author, bytes, accounts) values ('74p', '7101', '01a', '0101', 3);
