update message set removed_by = '01a', removal = '01z', retracted_at = 2;
insert into message_copy (message, delegation) select m.id, d.id from message m cross join delegation d where not exists
  (select 1 from message_copy c where c.message = m.id and c.delegation = d.id);
update task set archived_at = 3, archived_with = '01f', trashed_at = 3, trashed_with = '01f', deleted_at = 4 where id = '01f';
