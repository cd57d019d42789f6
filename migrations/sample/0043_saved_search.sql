insert into saved_search (id, account, pursuance, name, query, shared, created) values
  ('43a', '01a', '01b', 'Due soon', '@me is:open due:<2w', false, 1),
  ('43b', '01a', '01b', 'Looks for help', 'status:help_wanted', true, 2),
  ('43c', '01a', null, 'Everywhere', 'skill:Language:*', false, 3);
insert into saved_search_home (account, search) values ('01a', '43a'), ('01a', '43c');
update feed set search = '43b' where id = '34b';
