"""Asks platforms for counts, and turns what they say into contributions."""
