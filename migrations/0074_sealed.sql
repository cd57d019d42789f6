-- Private pursuances (docs/sealed.md): what is signed and sealed on the devices of members is kept as the bytes that came. Ids, which
-- are hashes and random bytes, are in hexadecimal.
create table pursuance_sealed (
  pursuance {text} primary key references pursuance (actor),
  pid {text} not null unique,
  -- The last entry of the log, and what all of them mean (`pursuance_sealed::log::Fold`): each entry is verified once.
  head_seq bigint not null,
  head {text} not null,
  fold {blob} not null,
  -- The number of the last change of an object: a device asks for what came after the last one that it knows.
  changed bigint not null
);

-- Whose account an identity in the log is. The rows of `member` follow from the log by it.
create table sealed_member (
  pursuance {text} not null references pursuance (actor),
  iid {text} not null,
  actor {text} not null references actor (id),
  primary key (pursuance, iid),
  unique (pursuance, actor)
);

-- `author` is who handed the bytes in, here and below.
create table sealed_log (
  pursuance {text} not null references pursuance (actor),
  seq bigint not null,
  author {text} not null references actor (id),
  at bigint not null,
  bytes {blob} not null,
  primary key (pursuance, seq)
);

create table sealed_seal (
  pursuance {text} not null references pursuance (actor),
  epoch bigint not null,
  -- To whom.
  iid {text} not null,
  author {text} not null references actor (id),
  number bigint not null,
  bytes {blob} not null,
  primary key (pursuance, epoch, iid, author)
);
create unique index sealed_seal_number on sealed_seal (pursuance, number);

-- What a link shows before somebody joins by it; it goes with its invitation.
create table sealed_note (
  pursuance {text} not null references pursuance (actor),
  invite_id {text} not null,
  author {text} not null references actor (id),
  bytes {blob} not null,
  primary key (pursuance, invite_id)
);

-- What is written sealed, and its signed revisions. The envelopes are texts: `text_version.envelope` of the object `id`, where `revision`
-- is that of the field's last change.
create table sealed_object (
  id {text} primary key,
  pursuance {text} not null references pursuance (actor),
  kind bigint not null,
  object {text} not null,
  revision bigint not null,
  changed bigint not null,
  unique (pursuance, kind, object)
);
create unique index sealed_object_changed on sealed_object (pursuance, changed);
create table sealed_revision (
  object {text} not null references sealed_object (id),
  revision bigint not null,
  author {text} not null references actor (id),
  at bigint not null,
  bytes {blob} not null,
  -- The relations, in clear, where it changed them.
  rel {blob},
  primary key (object, revision)
);
create index sealed_revision_rel on sealed_revision (object, revision) where rel is not null;

-- Sealed bytes take room like texts: of those who handed them in, and of the pursuance.
--@sqlite
drop trigger text_room_added;
drop trigger text_room_gone;
drop trigger text_room_changed;
create trigger text_room_added after insert on text_version when new.body is not null or new.envelope is not null begin
  insert into text_room (actor, bytes) values (new.author, coalesce(length(cast(new.body as blob)), 0) + coalesce(length(new.envelope), 0))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
  insert into text_room (actor, bytes)
    select new.pursuance, coalesce(length(cast(new.body as blob)), 0) + coalesce(length(new.envelope), 0) where new.pursuance is not null
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger text_room_gone after delete on text_version when old.body is not null or old.envelope is not null begin
  update text_room set bytes = bytes - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where actor = old.author;
  update text_room set bytes = bytes - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where actor = old.pursuance;
end;
create trigger text_room_changed after update of body, envelope on text_version begin
  update text_room set bytes = bytes
      + coalesce(length(cast(new.body as blob)), 0) + coalesce(length(new.envelope), 0)
      - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where actor = new.author;
  update text_room set bytes = bytes
      + coalesce(length(cast(new.body as blob)), 0) + coalesce(length(new.envelope), 0)
      - coalesce(length(cast(old.body as blob)), 0) - coalesce(length(old.envelope), 0)
    where actor = new.pursuance;
end;

create trigger sealed_log_added after insert on sealed_log begin
  insert into text_room (actor, bytes) values (new.author, length(new.bytes)), (new.pursuance, length(new.bytes))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_log_gone after delete on sealed_log begin
  update text_room set bytes = bytes - length(old.bytes) where actor in (old.author, old.pursuance);
end;
create trigger sealed_seal_added after insert on sealed_seal begin
  insert into text_room (actor, bytes) values (new.author, length(new.bytes)), (new.pursuance, length(new.bytes))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_seal_gone after delete on sealed_seal begin
  update text_room set bytes = bytes - length(old.bytes) where actor in (old.author, old.pursuance);
end;
create trigger sealed_note_added after insert on sealed_note begin
  insert into text_room (actor, bytes) values (new.author, length(new.bytes)), (new.pursuance, length(new.bytes))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_note_gone after delete on sealed_note begin
  update text_room set bytes = bytes - length(old.bytes) where actor in (old.author, old.pursuance);
end;
create trigger sealed_revision_added after insert on sealed_revision begin
  insert into text_room (actor, bytes)
    select x.actor, length(new.bytes) + coalesce(length(new.rel), 0)
      from (select new.author as actor union all select o.pursuance from sealed_object o where o.id = new.object) x where true
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_revision_gone after delete on sealed_revision begin
  update text_room set bytes = bytes - length(old.bytes) - coalesce(length(old.rel), 0)
    where actor = old.author or actor = (select o.pursuance from sealed_object o where o.id = old.object);
end;
--@postgres
create or replace function text_room_count() returns trigger language plpgsql as $count$ begin
  if tg_op <> 'INSERT' then
    perform text_room_add(old.author, -(coalesce(octet_length(old.body), 0) + coalesce(octet_length(old.envelope), 0)));
    perform text_room_add(old.pursuance, -(coalesce(octet_length(old.body), 0) + coalesce(octet_length(old.envelope), 0)));
  end if;
  if tg_op <> 'DELETE' then
    perform text_room_add(new.author, coalesce(octet_length(new.body), 0) + coalesce(octet_length(new.envelope), 0));
    perform text_room_add(new.pursuance, coalesce(octet_length(new.body), 0) + coalesce(octet_length(new.envelope), 0));
  end if;
  return null;
end $count$;
drop trigger text_room_count on text_version;
create trigger text_room_count after insert or delete or update of body, envelope on text_version
  for each row execute function text_room_count();

create function sealed_room_count() returns trigger language plpgsql as $count$ begin
  if tg_op = 'INSERT' then
    perform text_room_add(new.author, octet_length(new.bytes));
    perform text_room_add(new.pursuance, octet_length(new.bytes));
  else
    perform text_room_add(old.author, -octet_length(old.bytes));
    perform text_room_add(old.pursuance, -octet_length(old.bytes));
  end if;
  return null;
end $count$;
create trigger sealed_log_count after insert or delete on sealed_log for each row execute function sealed_room_count();
create trigger sealed_seal_count after insert or delete on sealed_seal for each row execute function sealed_room_count();
create trigger sealed_note_count after insert or delete on sealed_note for each row execute function sealed_room_count();

create function sealed_revision_count() returns trigger language plpgsql as $count$ begin
  if tg_op = 'INSERT' then
    perform text_room_add(new.author, octet_length(new.bytes) + coalesce(octet_length(new.rel), 0));
    perform text_room_add((select o.pursuance from sealed_object o where o.id = new.object),
      octet_length(new.bytes) + coalesce(octet_length(new.rel), 0));
  else
    perform text_room_add(old.author, -(octet_length(old.bytes) + coalesce(octet_length(old.rel), 0)));
    perform text_room_add((select o.pursuance from sealed_object o where o.id = old.object),
      -(octet_length(old.bytes) + coalesce(octet_length(old.rel), 0)));
  end if;
  return null;
end $count$;
create trigger sealed_revision_count after insert or delete on sealed_revision for each row execute function sealed_revision_count();
--@all
