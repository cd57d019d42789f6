-- Words of deleted things leave the file of SQLite with them. A table without contents only notes what is deleted and keeps its words
-- until it merges them; one that has the words finds and removes them. Everything is taken in anew. On PostgreSQL vacuum does it.
--@sqlite
drop trigger searched_gone;
drop table search_words;
create virtual table search_words using fts5(
  words, tokenize="ascii tokenchars '_'", prefix='3 4 5 6 7'
);
insert into search_words (search_words, rank) values ('secure-delete', 1);
create trigger searched_gone after delete on searched begin
  delete from search_words where rowid = old.seq;
end;
insert into search_todo (seq) select seq from searched where true on conflict (seq) do nothing;
--@all
