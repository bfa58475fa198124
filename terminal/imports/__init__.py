"""Reads what other programs wrote: files that a shop already has."""
