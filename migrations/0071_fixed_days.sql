-- After how many days a silent person is reminded, and after how many the task is handed on, in a pursuance that goes by fixed
-- times (RULES 5).
alter table handing_on add column remind_after bigint not null default 1;
alter table handing_on add column hand_on_after bigint not null default 2;
