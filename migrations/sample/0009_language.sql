update account set language = 'en' where actor = '01a';
