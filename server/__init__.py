"""The central ledger: takes what tills recorded, and hands out what they may spend."""
