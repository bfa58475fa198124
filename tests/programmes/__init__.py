"""The ready programmes and the owner's guide, held to what the program does."""
