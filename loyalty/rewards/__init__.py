"""How rewards are had: what they take off, what they cost, what stands in their way."""
