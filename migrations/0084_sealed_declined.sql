-- Revisions in private pursuances that were only suggested, and then declined or taken back (docs/sealed.md §4): nobody gives them back to a
-- server that was restored, which never had them. Of each its hash alone is kept.
create table sealed_declined (
  pursuance {text} not null references pursuance (actor),
  hash {text} not null,
  at bigint not null,
  primary key (pursuance, hash)
);
create index sealed_declined_at on sealed_declined (at);
