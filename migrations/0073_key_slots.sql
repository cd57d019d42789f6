-- Accounts whose passphrase stays on its device: `credential.kind` is `derived`, and `verifier` the SHA-256 of the key that signs in,
-- in hexadecimal. Times, names and lengths are all that the server reads of the rest (docs/sealed.md §3.2).
create table key_slot (
  account {text} not null references account (actor),
  -- passphrase, recovery: what opens it.
  kind text not null,
  -- The server and the name under which it was sealed.
  realm text not null,
  name text not null,
  -- The sealed root key, in base64url. The salt and the cost of a passphrase stand at its beginning.
  body text not null,
  -- The hash of the key that comes from a recovery code; that of a passphrase stands in `credential`.
  verifier text,
  primary key (account, kind)
);

-- The keys of people: sealed in `idbox`, public in `card`, both in base64url.
create table identity (
  account {text} primary key references account (actor),
  iid {text} not null unique,
  idbox text not null,
  card text not null,
  at bigint not null
);
