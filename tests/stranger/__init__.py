"""A till that somebody else wrote: made from docs/protocol.md alone."""
