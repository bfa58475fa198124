"""The demo shop: its regulars, its past weeks, and one day played on the real parts."""
