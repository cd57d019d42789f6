delete from search_todo where seq = 0;
