-- The mark of the network from which somebody asked for an account, while they wait: few networks do not take all places.
alter table account_request add column network {text};
create index account_request_by_network on account_request (network) where network is not null;
