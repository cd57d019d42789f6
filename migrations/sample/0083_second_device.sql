insert into device_box (mailbox, account, body, until) values ('00112233445566778899aabbccddeeff', '01a', 'AQE', 3);
insert into signin_nonce (nonce, until) values ('0001', 3);
