"""Counts in and measures out: what platforms say about our accounts and posts, added up for each district."""
