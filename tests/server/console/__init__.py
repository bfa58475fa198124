"""Tests of the head office's console, in a real browser where one is there."""
