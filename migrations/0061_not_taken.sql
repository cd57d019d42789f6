-- When the other side of a delegation refused a comment that it was sent: it is not read there, and can be sent again.
alter table message_copy add column refused_at bigint;
