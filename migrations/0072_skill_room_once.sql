-- The room that skills take is counted once for each statement: a task with thirty-two skills changed each of its two sums
-- thirty-two times, and PostgreSQL keeps each former value of a row until the transaction ends. (SQLite keeps none, and has no
-- triggers by statement.)
--@postgres
drop trigger skill_room_count on task_skill;
drop function skill_room_count();

create function skill_room_add() returns trigger language plpgsql as $add$
declare
  sign bigint := case tg_op when 'INSERT' then 1 else -1 end;
begin
  perform text_room_add(x.creator, sign * x.bytes), text_room_add(x.pursuance, sign * x.bytes) from (
    select t.creator, t.pursuance, sum(octet_length(s.skill) + 3 * octet_length(s.skill_key)) as bytes
      from changed s join task t on t.id = s.task group by t.creator, t.pursuance
  ) x;
  return null;
end $add$;
create trigger skill_room_added after insert on task_skill
  referencing new table as changed for each statement execute function skill_room_add();
create trigger skill_room_gone after delete on task_skill
  referencing old table as changed for each statement execute function skill_room_add();
--@all
