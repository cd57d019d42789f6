-- Since when a server has refused everything that comes from here (PROTOCOL 3.6).
alter table host add column shut_out_since bigint;

-- What an older version gave back, and nobody confirmed, is looked at by the clock.
update delegation set next_tick = updated where state = 'returning' and next_tick is null;
