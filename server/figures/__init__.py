"""Figures that the intake keeps beside the ledger: what a shop did, by day and by member."""
