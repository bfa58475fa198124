"""Runs sales of the past, or typical ones, through a programme and says what it would cost."""
