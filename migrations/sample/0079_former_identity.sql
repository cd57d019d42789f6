insert into former_identity (account, number, iid, idbox, card, rootbox, at) values ('01a', 1, 'ac', 'AQE', 'AQ', 'AQE', 79);
