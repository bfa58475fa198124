"""Tests of the central ledger."""
