"""Tests of making cards."""
