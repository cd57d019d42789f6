-- Sealed messages about tasks (docs/sealed.md §3.8): what their senders say of them in the clear. Each is a comment, whose text is its
-- envelope. Ids, which are random bytes and hashes, are in hexadecimal.
create table sealed_message (
  message {text} primary key references message (id),
  pursuance {text} not null references pursuance (actor),
  -- The id that its sender gave it.
  object {text} not null,
  -- The task, by the id that its members gave it.
  unit {text} not null,
  -- The identity of its sender in the log, and its number among theirs there.
  iid {text} not null,
  seq bigint not null,
  -- As of objects, which it shares a count with.
  changed bigint not null
);
create unique index sealed_message_object on sealed_message (pursuance, object);
create unique index sealed_message_seq on sealed_message (pursuance, unit, iid, seq);
create unique index sealed_message_changed on sealed_message (pursuance, changed);
