update file set sent = sha256 where sent is null;
