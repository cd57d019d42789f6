-- Whose room a file takes: the pursuance it was hung on or came for; none for what somebody uploaded and hung on nothing.
alter table file add column pursuance {text} references actor (id);
update file set pursuance = (select t.pursuance from task t where t.id = file.object);
-- What went along with an offer or with work: the object begins with the id of the delegation.
update file set pursuance =
  (select case when d.side = 'origin' then d.origin else d.delegate end from delegation d where d.id = substr(file.object, 1, 26))
  where pursuance is null;
create index file_by_adder on file (added_by, sha256);
create index file_by_pursuance on file (pursuance, sha256) where pursuance is not null;
