update room set archived_at = 95 where id = '89r';
