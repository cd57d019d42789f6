-- Until when one new numbering of the peer is followed, after an operator has resumed the exchange; and since when the peer
-- answers that the channel is stopped there.
alter table channel add column anew_until bigint;
alter table channel add column untaken_since bigint;
