-- Suggestions in private pursuances (docs/sealed.md §4): the records that their author signed, as long as they are open. What they are about
-- stands in `proposal`, without a text.
create table sealed_suggestion (
  proposal {text} primary key references proposal (id) on delete cascade,
  pursuance {text} not null references pursuance (actor),
  author {text} not null references actor (id),
  bytes {blob} not null
);
create index sealed_suggestion_author on sealed_suggestion (pursuance, author);
--@sqlite
create trigger sealed_suggestion_added after insert on sealed_suggestion begin
  insert into text_room (actor, bytes) values (new.author, length(new.bytes)), (new.pursuance, length(new.bytes))
    on conflict (actor) do update set bytes = bytes + excluded.bytes;
end;
create trigger sealed_suggestion_gone after delete on sealed_suggestion begin
  update text_room set bytes = bytes - length(old.bytes) where actor in (old.author, old.pursuance);
end;
--@postgres
create trigger sealed_suggestion_count after insert or delete on sealed_suggestion for each row execute function sealed_room_count();
--@all
