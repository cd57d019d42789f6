-- Forms of signatures that a server refused while it took another: not learnt again from its own word for a month.
create table refused_form (
  host {text} not null,
  form {text} not null,
  at bigint not null,
  primary key (host, form)
);
-- What was learnt said nothing of the kind of key; it is learnt anew.
update host set signature = null, signature_at = null where signature = 'rfc9421';

-- How often in a row a key could not be had for now; null where its server gave another answer than the key.
alter table key_cache add column failures bigint;

-- Ed25519 keys of pinned actors besides the pinned one: `next`, which the pinned key vouched for; `former`, which was
-- pinned; `strange`, which nobody vouched for.
create table actor_key (
  actor {text} not null references actor (id),
  key {text} not null,
  standing text not null,
  at bigint not null,
  primary key (actor, key)
);

-- An instance actor speaks for the pursuances of its server, so its key is kept like theirs.
update actor set pinned_at = fetched_at where kind = 'instance' and host is not null and ed25519_public is not null
  and pinned_at is null and uri in (select p.instance from actor p where p.pinned_at is not null and p.instance is not null);
insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key)
  select 'pin:' || p.instance, 'pin_instance', '{"kind":"pin_instance","uri":"' || p.instance || '"}', 0, 0, 0, 'instance:' || p.instance
  from (select distinct instance from actor where pinned_at is not null and instance is not null) p
  where not exists (select 1 from actor i where i.uri = p.instance and i.pinned_at is not null);
