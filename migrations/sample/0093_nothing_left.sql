update file set sent = sha256;
