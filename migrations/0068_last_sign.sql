-- When somebody last did something in a pursuance; 0: never. Kept to the hour.
alter table member add column last_at bigint not null default 0;
update member set last_at = e.at
  from (select stream, actor, max(at) as at from event where actor is not null group by stream, actor) e
  where e.stream = member.pursuance and e.actor = member.actor;
