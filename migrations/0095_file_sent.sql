-- The bytes that a picture was made anew of, where they hang nowhere themselves: they go with it. Of files from before it is not known.
alter table file add column sent {text};
