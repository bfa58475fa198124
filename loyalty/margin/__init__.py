"""What a programme can cost at most, against the owner's margin."""
