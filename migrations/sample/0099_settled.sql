update notice set read_at = null where kind in ('join_request', 'suggestion', 'offer', 'invitation');
