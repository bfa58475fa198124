"""Tests of the command line's verbs."""
