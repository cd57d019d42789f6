update pursuance set reviews = 'named' where actor = '01b';
