"""The till's local API for cash registers: HTTP on this computer alone, events, watched files."""
