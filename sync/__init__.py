"""The wire between till and server: shapes, codec, signatures, transport, schedule."""
