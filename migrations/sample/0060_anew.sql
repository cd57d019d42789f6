update channel set anew_until = 1794000000000000, untaken_since = 1792000000000000;
