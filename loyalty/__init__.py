"""The rules of the programme: pure values and functions that till and server share."""
