"""The till's engine: messages in, effects out, one thread that owns the databases."""
