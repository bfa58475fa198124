"""How reasons, entries and whole programmes are said in a reader's language."""
