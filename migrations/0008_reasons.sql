-- That an account is suspended is between its person and those who run the server: readers are told that somebody is not
-- available. In JSON a quotation mark within a text is escaped, so no text of a person is met.
update event set data = replace(data, '"because":"suspended"', '"because":"unavailable"')
  where verb in ('task.assigned', 'task.edited') and data like '%"because":"suspended"%';
