"""Everything that is printed: slips, sheets and codes, drawn from words that others said."""
