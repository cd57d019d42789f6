-- What somebody's first device leaves for another one: the keys, sealed to that device, which takes them once (docs/sealed.md §3.2).
create table device_box (
  -- Which mailbox, in hexadecimal: the other device has drawn it.
  mailbox {text} primary key,
  account text not null references account (actor),
  -- In base64url. Its length is always the same.
  body text not null,
  until bigint not null
);
create index device_box_account on device_box (account);

-- Nonces to which a key has answered: each counts once. The others are kept nowhere.
create table signin_nonce (
  nonce {text} primary key,
  until bigint not null
);
