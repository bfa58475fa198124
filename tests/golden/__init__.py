"""What has been released, kept for ever: later code has to read all of it."""
