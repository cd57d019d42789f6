-- After how many days the page of an Admin renews the keys of a private pursuance though nobody left: `7`, `90` or `off`.
alter table pursuance_sealed add column renew_keys {text} not null default '90';
