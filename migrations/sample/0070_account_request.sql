insert into account_request (id, name, folded, words, secret_hash, asked, answered, let_in, until)
  values ('01r', 'zoe', 'zoe', 'I draw maps.', '70', 70, null, false, 71);
insert into account_request (id, name, folded, words, secret_hash, asked, answered, let_in, until)
  values ('01s', 'yan', null, '', '7070', 70, 70, false, 71);
