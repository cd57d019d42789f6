insert into key_slot (account, kind, realm, name, body, verifier) values ('01a', 'passphrase', 'commons.example', 'ana', 'AQE', null), ('01a', 'recovery', 'commons.example', 'ana', 'AQI', 'ab');
insert into identity (account, iid, idbox, card, at) values ('01a', 'ab', 'AQE', 'AQ', 1);
