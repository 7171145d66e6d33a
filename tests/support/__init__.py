"""Fixtures and words that tests of every part share."""
