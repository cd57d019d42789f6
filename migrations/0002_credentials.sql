-- Tokens have a scope and an end. Those that are there may act, for 90 days from now.
alter table token add column scope text not null default 'act';
alter table token add column expires bigint not null default 0;
--@sqlite
update token set expires = (cast(strftime('%s', 'now') as integer) + 7776000) * 1000000;
--@postgres
update token set expires = (cast(extract(epoch from now()) as bigint) + 7776000) * 1000000;
--@all

-- An operator has lifted the limits that hold for one account.
alter table account add column unbounded boolean not null default false;

-- Who started it; counted for each account. Of those that are there, whoever is Primary now.
alter table pursuance add column founder {text};
update pursuance set founder = (
  select min(m.actor) from member m where m.pursuance = pursuance.actor and m.role = 'primary' and m.state = 'active'
);
create index pursuance_by_founder on pursuance (founder);

-- Secret of this instance behind keyed hashes, stored as private keys are. Made at the next start.
alter table instance add column secret {blob};

-- Addresses from which somebody came lately, as keyed hashes: they may sign in while others guess at their name.
create table seen_address (
  account {text} not null references account (actor),
  address {text} not null,
  at bigint not null,
  primary key (account, address)
);
create index seen_address_old on seen_address (at);
