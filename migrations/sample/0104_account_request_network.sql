insert into account_request (id, name, folded, words, secret_hash, asked, answered, let_in, until, network)
  values ('01t', 'wim', 'wim', 'I carry chairs.', '707070', 70, null, false, 71, '7070');
