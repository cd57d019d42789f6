-- When a member's device said that a seal does not open: it counts no more, and its author seals that key to them no more. The server
-- cannot tell a good one from a bad one.
alter table sealed_seal add column unopened_at bigint;
