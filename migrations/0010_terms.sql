-- The terms and their hash stand in what was offered, and are read from there.
alter table delegation drop column terms;
alter table delegation drop column terms_hash;
