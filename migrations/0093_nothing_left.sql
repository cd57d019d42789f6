-- The bytes that a picture was made anew of, where they hang nowhere themselves: they go with it. Of files from before it is not known.
alter table file add column sent {text};

-- The words that are in the index, in their order: what a page of the index begins with may be gone (`fulltext::beginnings`).
--@sqlite
create virtual table search_vocabulary using fts5vocab('search_words', 'row');
--@all
