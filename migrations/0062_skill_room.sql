-- The skills of a task take room like its texts, for its author and its pursuance: each is there with its key, and two indices have
-- the key again. Nobody deletes a task before its skills.
--@sqlite
insert into text_room (actor, bytes) select x.actor, sum(x.bytes) from (
    select t.creator as actor, length(cast(s.skill as blob)) + 3 * length(cast(s.skill_key as blob)) as bytes
      from task_skill s join task t on t.id = s.task
    union all select t.pursuance, length(cast(s.skill as blob)) + 3 * length(cast(s.skill_key as blob))
      from task_skill s join task t on t.id = s.task
  ) x where true group by x.actor on conflict (actor) do update set bytes = bytes + excluded.bytes;

create trigger skill_room_added after insert on task_skill begin
  insert into text_room (actor, bytes)
    select t.creator, length(cast(new.skill as blob)) + 3 * length(cast(new.skill_key as blob)) from task t where t.id = new.task
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
  insert into text_room (actor, bytes)
    select t.pursuance, length(cast(new.skill as blob)) + 3 * length(cast(new.skill_key as blob)) from task t where t.id = new.task
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger skill_room_gone after delete on task_skill begin
  update text_room set bytes = bytes - length(cast(old.skill as blob)) - 3 * length(cast(old.skill_key as blob))
    where actor = (select t.creator from task t where t.id = old.task);
  update text_room set bytes = bytes - length(cast(old.skill as blob)) - 3 * length(cast(old.skill_key as blob))
    where actor = (select t.pursuance from task t where t.id = old.task);
end;
--@postgres
insert into text_room (actor, bytes) select x.actor, sum(x.bytes) from (
    select t.creator as actor, octet_length(s.skill) + 3 * octet_length(s.skill_key) as bytes
      from task_skill s join task t on t.id = s.task
    union all select t.pursuance, octet_length(s.skill) + 3 * octet_length(s.skill_key)
      from task_skill s join task t on t.id = s.task
  ) x group by x.actor on conflict (actor) do update set bytes = text_room.bytes + excluded.bytes;

create function skill_room_count() returns trigger language plpgsql as $count$
declare
  one task_skill;
  more bigint;
begin
  if tg_op = 'INSERT' then
    one := new;
    more := octet_length(new.skill) + 3 * octet_length(new.skill_key);
  else
    one := old;
    more := - octet_length(old.skill) - 3 * octet_length(old.skill_key);
  end if;
  perform text_room_add(t.creator, more), text_room_add(t.pursuance, more) from task t where t.id = one.task;
  return null;
end $count$;
create trigger skill_room_count after insert or delete on task_skill for each row execute function skill_room_count();
--@all
