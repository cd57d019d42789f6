-- The names of files that came with messages in rooms are found, too: those that are there are taken in.
insert into searched (kind, object)
  select 'file', f.id from file f join room r on r.id = f.object
  where not exists (select 1 from searched s where s.object = f.id) order by f.at, f.id;
insert into search_todo (seq)
  select s.seq from room r join file f on f.object = r.id join searched s on s.object = f.id
  where true on conflict (seq) do nothing;
