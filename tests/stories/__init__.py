"""Stories: what a cashier does, line by line, and what the screen must say."""
