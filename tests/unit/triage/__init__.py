"""Triage by itself: words in, labels out."""
