update handing_on set asks_reviewer = 1 where pursuance = '01b';
update silence set asked = '01c', asked_at = 3 where task = '01f';
