-- When a member answered what the pursuance could ask them about, or put that question away; none: it still stands.
alter table member add column arrived bigint;
