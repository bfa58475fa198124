"""Compares two versions of a programme: what is different, and what is worse for whom."""
