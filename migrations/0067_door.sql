-- Who may open an account here: 'anybody', 'invited' (with an invitation), 'nobody'. What is there keeps what it has.
alter table instance add column door {text} not null default 'invited';
update instance set door = case when registration_open then 'anybody' else 'nobody' end;
alter table instance drop column registration_open;
-- One sentence about the server, and who runs it.
alter table instance add column about {text} not null default '';
alter table instance add column run_by {text} not null default '';

-- Links by which somebody sets the passphrase of an account, once: operators make them.
create table account_link (
  account {text} primary key references account (actor),
  secret_hash {text} not null unique,
  made_by {text} references account (actor),
  made bigint not null,
  until bigint not null
);
