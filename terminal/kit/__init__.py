"""Makes the launch kit of a shop: what it says, from the running programme, and its files."""
