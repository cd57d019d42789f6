update message_copy set refused_at = 1795225641235641;
