update actor set takes_offers = true where id = '01c';
insert into skill_offer (id, uri, actor, note, hours, tasks, causes, cause_keys, public, until, revision, published, updated, gone_at, heard_at, due_at) values
  ('01so', 'https://a.example/ap/so/01so', '01b', 'Short ones.', 10, 3, '["rivers"]', '|rivers|', false, 9, 2, 1, 2, null, null, 8),
  ('02so', 'https://b.example/ap/so/02so', '01c', '', null, null, '[]', '|', true, 9, 1, 1, 1, 3, 1, null);
insert into skill_offer_skill (offer, skill_key, area, skill, position) values
  ('01so', 'field:counting', 'field', 'Field:Counting', 0), ('02so', 'design:*', 'design', 'Design:*', 0);
insert into skill_offer_reader (offer, actor) values ('01so', '01c');
insert into skill_offer_copy (offer, actor, revision) values ('01so', '01c', 2);
insert into skill_offer_use (delegation, offer) values ('01e', 'https://b.example/ap/so/02so');
