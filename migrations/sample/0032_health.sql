update task set stage_since = 3, wanted_at = 1, taken_at = 3 where id = '01f';
