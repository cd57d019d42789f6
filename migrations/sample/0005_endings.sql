insert into host (name, next_at, failures, lease_by, lease_until, signature, signature_at, clock_offset, blocked, last_ok, last_error, down_since, forbidden_since, retry_at, quiet_until, block_reason, shut_out_since)
  values ('c.example', null, 0, null, 0, 'rfc9421', 1, 0, false, 1, 'it answered 403', null, 1, null, 1, null, 1);
