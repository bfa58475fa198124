"""Every screen that the counter can show, taken from a real till, drawn and looked at."""
