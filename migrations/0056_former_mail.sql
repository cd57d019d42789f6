-- A mail to an address that its person has replaced or taken away: the address, sealed as that in mail_address is. The purpose
-- of such a mail is former, and its object the mark of the address.
alter table mail add column address {blob};
-- Mail was sent to an address before, though it is paused now or asked for its link anew: its person is told when another one is set.
alter table mail_address add column was_confirmed boolean not null default false;
