update member set last_at = 68;
