update account set clock = '12', first_day = 'sunday', single_keys = false, picture = '0000000000000000000000000000000000000000000000000000000000000001',
  picture_change = 1 where actor = '01a';
update instance set picture_changes = 1;
