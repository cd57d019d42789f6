--@sqlite
insert into search_words (rowid, words) select seq, '_t01b count the bees' from searched where object = '01d';
--@postgres
update searched set words = cast('_t01b count:1 the:2 bees:3' as tsvector) where object = '01d';
--@all
delete from search_todo where seq in (select seq from searched where object = '01d');
