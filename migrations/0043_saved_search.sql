-- Searches that people saved: of one pursuance, or everywhere. A shared one belongs to its pursuance, and `account` is who made it;
-- another one is that person's alone. The text is kept as it was written: `me` and `today` are those of whoever reads it.
create table saved_search (
  id {text} primary key,
  account {text} not null references account (actor),
  pursuance {text} references pursuance (actor),
  name text not null,
  query text not null,
  shared boolean not null,
  created bigint not null
);
create index saved_search_of on saved_search (account, id);
create index saved_search_about on saved_search (pursuance, id) where pursuance is not null;

-- On whose Home a search stands.
create table saved_search_home (
  account {text} not null references account (actor),
  search {text} not null references saved_search (id),
  primary key (account, search)
);
create index saved_search_home_of on saved_search_home (search);

-- A feed may be about a search; where that is of a pursuance, `pursuance` names it, too.
alter table feed add column search {text} references saved_search (id);
create index feed_search on feed (search) where search is not null;
