"""Tests of storage.server, on both engines."""
