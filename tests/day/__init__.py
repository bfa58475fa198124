"""A whole scripted day, driven through the real windows from outside, as pictures."""
