-- What leaves this server and is no delivery. A parcel is tried until its receiver has it, or it is given up. Those to one receiver
-- that one client caused are a lane, which one job of the kind send works.
create table parcel (
  id {text} primary key,
  -- How it is handed over: mail, push
  carrier text not null,
  -- Scheme, host and port of the server that gets it; the word mail where all go to the one mail server.
  receiver {text} not null,
  -- The account or pursuance that has this server go there; empty where nobody chose it.
  owner {text} not null,
  -- Parcels of one thread tell of the same thing: a newer one takes the place of those that wait. Empty where none does.
  thread {text} not null,
  body text not null,
  made_at bigint not null,
  due_at bigint not null,
  attempts bigint not null
);
create index parcel_lane on parcel (carrier, owner, receiver, due_at, id);
create index parcel_thread on parcel (thread, id) where thread <> '';

-- The last attempts to hand parcels over, a hundred for each receiver.
create table parcel_attempt (
  carrier text not null,
  receiver {text} not null,
  id {text} not null,
  parcel {text} not null,
  at bigint not null,
  -- taken, later, unreachable, refused, given_up
  outcome text not null,
  -- The reason in the receiver's words, or in ours; empty where it was taken.
  cause text not null,
  primary key (carrier, receiver, id)
);
create index parcel_attempt_at on parcel_attempt (at);

-- The tries of a mail are those of the parcel with its id. It takes notices in while it is open: until its first try begins.
insert into parcel (id, carrier, receiver, owner, thread, body, made_at, due_at, attempts)
  select id, 'mail', 'mail', '', '', '', made_at, due_at, attempts from mail;
drop index mail_open;
drop index mail_due;
alter table mail add column is_open boolean not null default true;
update mail set is_open = (attempts = 0);
alter table mail drop column due_at;
alter table mail drop column attempts;
create unique index mail_open on mail (account, purpose, object) where is_open;

-- Messages to browsers were jobs, one for each. The lanes get their jobs when the program starts.
--@sqlite
insert into parcel (id, carrier, receiver, owner, thread, body, made_at, due_at, attempts)
  select (payload ->> 'message') || ':' || (payload ->> 'browser'), 'push', payload ->> 'service', payload ->> 'account',
    (payload ->> 'account') || ':' || (payload ->> 'object') || ':' || (payload ->> 'browser'),
    json_object('account', payload ->> 'account', 'object', payload ->> 'object', 'browser', payload ->> 'browser',
      'message', payload ->> 'message'),
    (payload ->> 'until') - 86400000000, run_at, attempts
  from job where kind = 'push';
--@postgres
insert into parcel (id, carrier, receiver, owner, thread, body, made_at, due_at, attempts)
  select (p ->> 'message') || ':' || (p ->> 'browser'), 'push', p ->> 'service', p ->> 'account',
    (p ->> 'account') || ':' || (p ->> 'object') || ':' || (p ->> 'browser'),
    json_build_object('account', p ->> 'account', 'object', p ->> 'object', 'browser', p ->> 'browser', 'message', p ->> 'message'),
    cast(p ->> 'until' as bigint) - 86400000000, run_at, attempts
  from (select cast(payload as json) as p, run_at, attempts from job where kind = 'push') pushes;
--@all
delete from job where kind in ('push', 'send_mail');

-- When a delivery was tried last; unknown of those before.
alter table delivery add column tried_at bigint;
