"""Whom a shop writes to and what: segments, campaigns, feedback."""
