"""How what was recorded is taken back, whole or in parts."""
