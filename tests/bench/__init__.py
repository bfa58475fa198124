"""Benchmarks: figures beside a baseline of the same run, and never a timed test."""
