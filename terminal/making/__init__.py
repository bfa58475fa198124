"""Makes cards: who gets one, what is drawn, and every printed code read back."""
