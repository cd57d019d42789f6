-- How many bytes of text there are: of each author, people here and actors elsewhere, and of each pursuance. Every way in and out of
-- text_version is counted by triggers, in the transaction that takes it, so that what is deleted for good is given back.
alter table text_version add column pursuance {text};
create table text_room (
  actor {text} primary key,
  bytes bigint not null
);

-- The pursuance in which a text stands. Reasons are those of their authors alone.
update text_version set pursuance = case field
  when 'mission' then object
  when 'body' then coalesce(
    (select t.pursuance from message m join task t on t.id = m.thread where m.id = text_version.object),
    (select case d.side when 'origin' then d.origin else d.delegate end
      from message m join delegation d on d.id = m.thread where m.id = text_version.object),
    (select case d.side when 'origin' then d.origin else d.delegate end from delegation d where d.id =
      --@sqlite
      substr(text_version.object, 1, instr(text_version.object, '#') - 1)
      --@postgres
      split_part(text_version.object, '#', 1)
      --@all
    ))
  when 'reason' then null
  else (select t.pursuance from task t where t.id = text_version.object) end;

--@sqlite
insert into text_room (actor, bytes) select x.actor, sum(x.bytes) from (
    select author as actor, length(cast(body as blob)) as bytes from text_version where body is not null
    union all select pursuance, length(cast(body as blob)) from text_version where body is not null and pursuance is not null
  ) x group by x.actor;

create trigger text_room_added after insert on text_version when new.body is not null begin
  insert into text_room (actor, bytes) values (new.author, length(cast(new.body as blob)))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
  insert into text_room (actor, bytes) select new.pursuance, length(cast(new.body as blob)) where new.pursuance is not null
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger text_room_gone after delete on text_version when old.body is not null begin
  update text_room set bytes = bytes - length(cast(old.body as blob)) where actor = old.author;
  update text_room set bytes = bytes - length(cast(old.body as blob)) where actor = old.pursuance;
end;
create trigger text_room_changed after update of body on text_version begin
  update text_room set bytes = bytes + coalesce(length(cast(new.body as blob)), 0) - coalesce(length(cast(old.body as blob)), 0)
    where actor = new.author;
  update text_room set bytes = bytes + coalesce(length(cast(new.body as blob)), 0) - coalesce(length(cast(old.body as blob)), 0)
    where actor = new.pursuance;
end;
--@postgres
insert into text_room (actor, bytes) select x.actor, sum(x.bytes) from (
    select author as actor, octet_length(body) as bytes from text_version where body is not null
    union all select pursuance, octet_length(body) from text_version where body is not null and pursuance is not null
  ) x group by x.actor;

create function text_room_add(holder text, more bigint) returns void language sql as $add$
  insert into text_room (actor, bytes) select holder, more where holder is not null and more <> 0
    on conflict (actor) do update set bytes = text_room.bytes + excluded.bytes;
$add$;
create function text_room_count() returns trigger language plpgsql as $count$ begin
  if tg_op <> 'INSERT' then
    perform text_room_add(old.author, -coalesce(octet_length(old.body), 0));
    perform text_room_add(old.pursuance, -coalesce(octet_length(old.body), 0));
  end if;
  if tg_op <> 'DELETE' then
    perform text_room_add(new.author, coalesce(octet_length(new.body), 0));
    perform text_room_add(new.pursuance, coalesce(octet_length(new.body), 0));
  end if;
  return null;
end $count$;
create trigger text_room_count after insert or delete or update of body on text_version
  for each row execute function text_room_count();
--@all

-- Pursuances of which everything is to be taken into the index anew, and up to which task that is noted: to note all of a large one at
-- once would keep others from writing.
create table search_todo_of (
  pursuance {text} primary key,
  number bigint not null
);
