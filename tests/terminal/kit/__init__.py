"""The launch kit: what it says follows from the programme, in every language."""
