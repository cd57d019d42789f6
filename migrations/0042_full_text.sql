-- What is found by its words: tasks, comments, files, pursuances and people, in the order in which they came. The words
-- themselves are cut by the program (domain::text), so that both databases find the same; SQLite keeps them in a table of FTS5.
--@sqlite
create table searched (
  seq integer primary key,
  kind text not null,
  object text not null unique
);
-- Of beginnings with other lengths it would read every place of their words before it answers the newest.
create virtual table search_words using fts5(
  words, content='', contentless_delete=1, tokenize="ascii tokenchars '_'", prefix='3 4 5 6 7'
);
create trigger searched_gone after delete on searched begin
  delete from search_words where rowid = old.seq;
end;
--@postgres
create table searched (
  seq bigint generated always as identity primary key,
  kind text not null,
  object {text} not null unique,
  words tsvector
);
create index searched_by_words on searched using gin (words);
--@all

-- What is to be taken into the index anew: at first everything that is there.
create table search_todo (
  seq bigint primary key references searched (seq) on delete cascade
);
insert into searched (kind, object) select x.kind, x.object from (
    select 'task' as kind, id as object, created as at from task where deleted_at is null
    union all select 'comment', id, at from message where retracted_at is null
    union all select 'file', id, at from file
    union all select 'pursuance', p.actor, a.created from pursuance p join actor a on a.id = p.actor where p.deleted_at is null
    union all select 'person', c.actor, c.created from account c
  ) x order by x.at, x.object;
insert into search_todo (seq) select seq from searched;

-- What is deleted leaves the index at once, whoever deletes it.
--@sqlite
create trigger search_task_gone after delete on task begin delete from searched where object = old.id; end;
create trigger search_comment_gone after delete on message begin delete from searched where object = old.id; end;
create trigger search_file_gone after delete on file begin delete from searched where object = old.id; end;
create trigger search_actor_gone after delete on actor begin delete from searched where object = old.id; end;
create trigger search_text_gone after update of body on text_version when new.body is null and old.body is not null begin
  delete from searched where object = old.object;
end;
--@postgres
create function search_gone() returns trigger language plpgsql as $gone$ begin
  delete from searched where object = old.id;
  return null;
end $gone$;
create trigger search_task_gone after delete on task for each row execute function search_gone();
create trigger search_comment_gone after delete on message for each row execute function search_gone();
create trigger search_file_gone after delete on file for each row execute function search_gone();
create trigger search_actor_gone after delete on actor for each row execute function search_gone();
create function search_text_gone() returns trigger language plpgsql as $gone$ begin
  delete from searched where object = old.object;
  return null;
end $gone$;
create trigger search_text_gone after update of body on text_version for each row
  when (new.body is null and old.body is not null) execute function search_text_gone();
--@all
