"""How points and stamps are earned: rules, multipliers, stamp cards, and when they hold."""
