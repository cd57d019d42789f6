-- Rooms of a pursuance, in which people speak besides the tasks. `message.thread` names a task, a delegation or a room.
create table room (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  name text not null,
  -- The name in the form in which names are compared.
  name_key {text} not null,
  -- Who reads it: everyone who sees the pursuance, or its members.
  open {text} not null,
  -- The one that is there from the first day.
  is_general boolean not null,
  made_at bigint not null,
  archived_at bigint,
  -- For how many seconds its messages are kept, and since when.
  lifetime bigint,
  lifetime_since bigint,
  -- Until then each person says one thing a minute.
  slowed_until bigint,
  -- When something was said there last.
  said_at bigint,
  unique (pursuance, name_key)
);
create index room_with_lifetime on room (id) where lifetime is not null;

-- Its id follows from that of the pursuance, as in the program. Private pursuances have no rooms.
insert into room (id, pursuance, name, name_key, open, is_general, made_at)
  select substr(p.actor, 1, length(p.actor) - 1) || case substr(p.actor, length(p.actor), 1) when '0' then '1' else '0' end,
    p.actor, 'General', 'general', 'everyone', true, a.created
  from pursuance p join actor a on a.id = p.actor where p.visibility <> 'sealed' and p.deleted_at is null;
