-- The language a person reads the pages in, by its tag; that of the browser when they chose none.
alter table account add column language text;
