update notice set then_name = 'Bees', then_slug = 'bees' where pursuance = '01b';
