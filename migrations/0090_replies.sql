-- A reply hangs on the first message of its row, which is in the same discussion; a quote names any message, also one that has gone
-- since. Neither is a reference that the database holds: messages go in no order (DATA 8).
alter table message add column reply_to {text};
alter table message add column quote {text};

-- Who reacts to a message with what: bookkeeping, of which no event tells. It goes with its message.
create table reaction (
  message {text} not null references message (id),
  emoji {text} not null,
  person {text} not null references actor (id),
  at bigint not null,
  primary key (message, emoji, person)
);
