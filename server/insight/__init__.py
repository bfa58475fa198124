"""What the head office asks of the figures: how it goes, what is owed, what to look at."""
