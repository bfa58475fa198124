"""Tests of the line between till and server."""
