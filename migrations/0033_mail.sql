-- Where somebody gets mail: one address, sealed as private keys are. Its mark tells the same address from others, and needs
-- the secret of the instance.
create table mail_address (
  account {text} primary key references account (actor),
  address {blob} not null,
  mark {text} not null,
  -- asked: a link waits to be opened; confirmed; paused: nothing is sent.
  state text not null,
  -- Of a paused one: whether they asked for it, or their server refused a mail.
  why text,
  since bigint not null,
  -- The hash of the secret in the link, and until when it is good.
  link_hash {text},
  link_until bigint
);

-- Mails that are to be sent. Their texts are made when they are. While none of its tries has begun, a mail takes in what
-- happens to the same object.
create table mail (
  id {text} primary key,
  account {text} not null references account (actor),
  -- confirm, notices or digest
  purpose text not null,
  -- What its notices are about; empty for the other purposes.
  object {text} not null,
  due_at bigint not null,
  made_at bigint not null,
  attempts bigint not null
);
create unique index mail_open on mail (account, purpose, object) where attempts = 0;
create index mail_due on mail (due_at, id);

-- The mail that is to tell of a notice.
alter table notice add column mail {text};
create index notice_mailed on notice (mail) where mail is not null;
