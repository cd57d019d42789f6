-- Files that come in pieces (docs/api.md, Files): how far each has come. Their bytes lie in a folder of the data folder.
create table upload (
  id {text} primary key,
  account text not null references account (actor),
  -- As many as were announced, and as many as are on the disk.
  bytes bigint not null,
  arrived bigint not null,
  -- When the last piece came.
  at bigint not null,
  -- Of the whole file, once it is one. The row stays for somebody to whom the answer was lost.
  sha256 {text}
);
create index upload_account on upload (account);
create index upload_at on upload (at);
