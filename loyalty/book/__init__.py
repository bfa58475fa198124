"""A whole shop in memory: its members, accounts, tills and journal, run by the production rules."""
