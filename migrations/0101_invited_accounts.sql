-- How many accounts were opened by an invitation of a private pursuance, whose secret its server never sees.
alter table sealed_note add column accounts bigint not null default 0;
