update account set operator = true where actor = '01a';
