-- What somebody keeps here for themselves alone, sealed on their device (docs/sealed.md §3.2): how far they saw the log of each private
-- pursuance, and saved searches.
create table sealed_box (
  account {text} not null references account (actor),
  -- pins, search.
  kind text not null,
  -- In hexadecimal: of pins the beginning of the id of the pursuance, else chance.
  oid {text} not null,
  bytes {blob} not null,
  written bigint not null,
  primary key (account, kind, oid)
);
-- The pins of a pursuance go with it.
create index sealed_box_oid on sealed_box (oid);

-- They take room like texts.
--@sqlite
create trigger sealed_box_added after insert on sealed_box begin
  insert into text_room (actor, bytes) values (new.account, length(new.bytes))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_box_gone after delete on sealed_box begin
  update text_room set bytes = bytes - length(old.bytes) where actor = old.account;
end;
create trigger sealed_box_changed after update of bytes on sealed_box begin
  update text_room set bytes = bytes + length(new.bytes) - length(old.bytes) where actor = new.account;
end;
--@postgres
create function sealed_box_count() returns trigger language plpgsql as $count$ begin
  if tg_op <> 'INSERT' then
    perform text_room_add(old.account, -octet_length(old.bytes));
  end if;
  if tg_op <> 'DELETE' then
    perform text_room_add(new.account, octet_length(new.bytes));
  end if;
  return null;
end $count$;
create trigger sealed_box_count after insert or delete or update of bytes on sealed_box
  for each row execute function sealed_box_count();
--@all
