-- Whether the reviewer is asked first whether a task is handed on, where the Admins have said so (RULES 5).
alter table handing_on add column asks_reviewer bigint not null default 0;

-- The reviewer who was asked about this silence, and when.
alter table silence add column asked {text} references actor (id);
alter table silence add column asked_at bigint;
create index silence_asked on silence (asked);
