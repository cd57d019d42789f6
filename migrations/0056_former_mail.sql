-- A mail to an address that its person has replaced or taken away: the address, sealed as that in mail_address is. The purpose
-- of such a mail is former, and its object the mark of the address.
alter table mail add column address {blob};
