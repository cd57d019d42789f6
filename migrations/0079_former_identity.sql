-- Keys of people that were replaced (docs/decisions/0029-replaced-key.md). What was sealed to them before is opened by them, and nobody
-- else gets them. `rootbox` is their root key, sealed with the one that followed, in base64url.
create table former_identity (
  account {text} not null references account (actor),
  -- The first that was replaced is 1.
  number bigint not null,
  iid {text} not null unique,
  idbox text not null,
  card text not null,
  rootbox text not null,
  at bigint not null,
  primary key (account, number)
);
