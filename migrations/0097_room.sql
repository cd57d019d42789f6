-- What was made of bytes that were sent before is found by them.
create index file_by_sent on file (sent) where sent is not null;

-- How many bytes of text each person has in each pursuance, counted as text_room is: nobody fills all of one.
create table text_share (
  pursuance {text} not null,
  author {text} not null,
  bytes bigint not null,
  primary key (pursuance, author)
);
--@sqlite
insert into text_share (pursuance, author, bytes) select x.pursuance, x.author, sum(x.bytes) from (
    select v.pursuance, v.author, coalesce(length(cast(v.body as blob)), 0) + coalesce(length(v.envelope), 0) as bytes
      from text_version v where v.pursuance is not null
    union all select t.pursuance, t.creator, length(cast(s.skill as blob)) + 3 * length(cast(s.skill_key as blob))
      from task_skill s join task t on t.id = s.task
    union all select pursuance, author, length(bytes) from sealed_log
    union all select pursuance, author, length(bytes) from sealed_seal
    union all select pursuance, author, length(bytes) from sealed_note
    union all select pursuance, author, length(bytes) from sealed_suggestion
    union all select o.pursuance, r.author, length(r.bytes) + coalesce(length(r.rel), 0)
      from sealed_revision r join sealed_object o on o.id = r.object
  ) x group by x.pursuance, x.author;

create trigger text_share_added after insert on text_version when new.pursuance is not null begin
  insert into text_share (pursuance, author, bytes)
    values (new.pursuance, new.author, coalesce(length(cast(new.body as blob)), 0) + coalesce(length(new.envelope), 0))
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger text_share_gone after delete on text_version when old.pursuance is not null begin
  update text_share set bytes = bytes - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where pursuance = old.pursuance and author = old.author;
end;
create trigger text_share_changed after update of body, envelope, pursuance on text_version when old.pursuance is not null begin
  update text_share set bytes = bytes - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where pursuance = old.pursuance and author = old.author;
  update text_share set bytes = bytes + coalesce(length(cast(new.body as blob)), 0) + coalesce(length(new.envelope), 0)
    where pursuance = new.pursuance and author = new.author;
end;
-- A text leaves its pursuance and stays with its author: one that was removed, while it is kept for an appeal.
create trigger text_room_left after update of pursuance on text_version when old.pursuance is not null and new.pursuance is null begin
  update text_room set bytes = bytes - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where actor = old.pursuance;
end;
create trigger skill_share_added after insert on task_skill begin
  insert into text_share (pursuance, author, bytes)
    select t.pursuance, t.creator, length(cast(new.skill as blob)) + 3 * length(cast(new.skill_key as blob)) from task t where t.id = new.task
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger skill_share_gone after delete on task_skill begin
  update text_share set bytes = bytes - length(cast(old.skill as blob)) - 3 * length(cast(old.skill_key as blob))
    where (pursuance, author) = (select t.pursuance, t.creator from task t where t.id = old.task);
end;
create trigger sealed_log_share_added after insert on sealed_log begin
  insert into text_share (pursuance, author, bytes) values (new.pursuance, new.author, length(new.bytes))
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_log_share_gone after delete on sealed_log begin
  update text_share set bytes = bytes - length(old.bytes) where pursuance = old.pursuance and author = old.author;
end;
create trigger sealed_seal_share_added after insert on sealed_seal begin
  insert into text_share (pursuance, author, bytes) values (new.pursuance, new.author, length(new.bytes))
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_seal_share_gone after delete on sealed_seal begin
  update text_share set bytes = bytes - length(old.bytes) where pursuance = old.pursuance and author = old.author;
end;
create trigger sealed_note_share_added after insert on sealed_note begin
  insert into text_share (pursuance, author, bytes) values (new.pursuance, new.author, length(new.bytes))
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_note_share_gone after delete on sealed_note begin
  update text_share set bytes = bytes - length(old.bytes) where pursuance = old.pursuance and author = old.author;
end;
create trigger sealed_suggestion_share_added after insert on sealed_suggestion begin
  insert into text_share (pursuance, author, bytes) values (new.pursuance, new.author, length(new.bytes))
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_suggestion_share_gone after delete on sealed_suggestion begin
  update text_share set bytes = bytes - length(old.bytes) where pursuance = old.pursuance and author = old.author;
end;
create trigger sealed_revision_share_added after insert on sealed_revision begin
  insert into text_share (pursuance, author, bytes)
    select o.pursuance, new.author, length(new.bytes) + coalesce(length(new.rel), 0) from sealed_object o where o.id = new.object
    on conflict (pursuance, author) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_revision_share_gone after delete on sealed_revision begin
  update text_share set bytes = bytes - length(old.bytes) - coalesce(length(old.rel), 0)
    where author = old.author and pursuance = (select o.pursuance from sealed_object o where o.id = old.object);
end;
--@postgres
insert into text_share (pursuance, author, bytes) select x.pursuance, x.author, sum(x.bytes) from (
    select v.pursuance, v.author, coalesce(octet_length(v.body), 0) + coalesce(octet_length(v.envelope), 0) as bytes
      from text_version v where v.pursuance is not null
    union all select t.pursuance, t.creator, octet_length(s.skill) + 3 * octet_length(s.skill_key)
      from task_skill s join task t on t.id = s.task
    union all select pursuance, author, octet_length(bytes) from sealed_log
    union all select pursuance, author, octet_length(bytes) from sealed_seal
    union all select pursuance, author, octet_length(bytes) from sealed_note
    union all select pursuance, author, octet_length(bytes) from sealed_suggestion
    union all select o.pursuance, r.author, octet_length(r.bytes) + coalesce(octet_length(r.rel), 0)
      from sealed_revision r join sealed_object o on o.id = r.object
  ) x group by x.pursuance, x.author;

-- The bytes of a text of somebody in a pursuance, of none where it stands in none: counted for each of the two, and for both together.
create function text_share_add(place text, writer text, more bigint) returns void language sql as $add$
  insert into text_share (pursuance, author, bytes) select place, writer, more where place is not null and more <> 0
    on conflict (pursuance, author) do update set bytes = text_share.bytes + excluded.bytes;
$add$;
create or replace function text_room_count() returns trigger language plpgsql as $count$
declare
  less bigint;
  more bigint;
begin
  if tg_op <> 'INSERT' then
    less := -(coalesce(octet_length(old.body), 0) + coalesce(octet_length(old.envelope), 0));
    perform text_room_add(old.author, less), text_room_add(old.pursuance, less), text_share_add(old.pursuance, old.author, less);
  end if;
  if tg_op <> 'DELETE' then
    more := coalesce(octet_length(new.body), 0) + coalesce(octet_length(new.envelope), 0);
    perform text_room_add(new.author, more), text_room_add(new.pursuance, more), text_share_add(new.pursuance, new.author, more);
  end if;
  return null;
end $count$;
drop trigger text_room_count on text_version;
create trigger text_room_count after insert or delete or update of body, envelope, pursuance on text_version
  for each row execute function text_room_count();

create or replace function sealed_room_count() returns trigger language plpgsql as $count$
declare
  more bigint;
begin
  if tg_op = 'INSERT' then
    more := octet_length(new.bytes);
    perform text_room_add(new.author, more), text_room_add(new.pursuance, more), text_share_add(new.pursuance, new.author, more);
  else
    more := -octet_length(old.bytes);
    perform text_room_add(old.author, more), text_room_add(old.pursuance, more), text_share_add(old.pursuance, old.author, more);
  end if;
  return null;
end $count$;

create or replace function sealed_revision_count() returns trigger language plpgsql as $count$
declare
  more bigint;
  writer text;
  place text;
begin
  if tg_op = 'INSERT' then
    more := octet_length(new.bytes) + coalesce(octet_length(new.rel), 0);
    writer := new.author;
    place := (select o.pursuance from sealed_object o where o.id = new.object);
  else
    more := -(octet_length(old.bytes) + coalesce(octet_length(old.rel), 0));
    writer := old.author;
    place := (select o.pursuance from sealed_object o where o.id = old.object);
  end if;
  perform text_room_add(writer, more), text_room_add(place, more), text_share_add(place, writer, more);
  return null;
end $count$;

create or replace function skill_room_add() returns trigger language plpgsql as $add$
declare
  sign bigint := case tg_op when 'INSERT' then 1 else -1 end;
begin
  perform text_room_add(x.creator, sign * x.bytes), text_room_add(x.pursuance, sign * x.bytes),
    text_share_add(x.pursuance, x.creator, sign * x.bytes) from (
    select t.creator, t.pursuance, sum(octet_length(s.skill) + 3 * octet_length(s.skill_key)) as bytes
      from changed s join task t on t.id = s.task group by t.creator, t.pursuance
  ) x;
  return null;
end $add$;
--@all
-- What was removed before this step and is kept for an appeal.
update text_version set pursuance = null where field = 'body' and pursuance is not null
  and object in (select m.id from message m where m.removed_by is not null);
