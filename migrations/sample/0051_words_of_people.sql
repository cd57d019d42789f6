-- Everything was taken in anew.
update search_cutting set version = 3;
