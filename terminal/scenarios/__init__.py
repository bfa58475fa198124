"""Scenarios: a programme, what happens under it and what has to be so, run through the engine."""
