update pursuance_sealed set renew_keys = '7' where pursuance = '74p';
