"""What every ledger and every directory promises, and the in-memory stores that promise it too."""
