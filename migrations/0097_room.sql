-- What was made of bytes that were sent before is found by them.
create index file_by_sent on file (sent) where sent is not null;
