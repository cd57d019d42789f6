update member set arrived = 69;
