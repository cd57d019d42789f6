-- A device asks for the seals to its member, and those to others need not be read for it. Whoever opens the link of an invitation names it
-- by its id alone.
create index sealed_seal_to on sealed_seal (pursuance, iid, number);
create index sealed_note_invite on sealed_note (invite_id);
