"""Members at the head office: found, looked at, helped, and erased when their time is over."""
